# Puts C-Apps into the product's deployment folder, where it deploys them while it runs, and takes out those that are no
# longer wanted, of those alone that were put there. `carbon-apps` beside the home names these, `DIGEST NAME` each, and
# `awaited` after it as long as the product has not said that it is deployed.
#
#   home PATH
#   incoming LOGIN PREFIX      delivered.sh
#   overwrite yes|no           whether a C-App of the same name that somebody else has put there is replaced
#   app DIGEST NAME DEPLOYED   the file's name; the name under which the product reports it
#   wait SECONDS|-             how long their deployment is waited for; not at all
#   mask BASE64                a secret that is not to be shown in what is quoted from the product's log
#   repush TOKEN               with another one the same is done again
#   end                        without it the request arrived cut off
# shellcheck disable=SC2154 # variables shared with home.sh
carbonApps() {
  require awk base64 flock install sha256sum
  overwrite=no wait_seconds=- complete='' wanted_apps=''
  while read -r key a b c; do
    case $key in
      home) use_home "$a" ;;
      incoming) use_incoming "$a" "$b" ;;
      overwrite) overwrite=$a ;;
      app) wanted_apps="$wanted_apps$a $b $c
" ;;
      wait) wait_seconds=$a ;;
      mask) add_secret "$a" ;;
      repush) : ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  apps=$home/repository/deployment/server/carbonapps log=$home/repository/logs/wso2carbon.log
  use_product
  wait_for_lock
  touch "$state/carbon-apps"
  each_app check_app
  log_start=$(log_size)
  each_app put_app
  # Not before all are there: two may be one file under two names.
  each_app forget_copy
  take_out_others
  await_apps
}

each_app() {
  while read -r digest name deployed; do
    [ -z "$digest" ] || "$1"
  done <<APPS
$wanted_apps
APPS
}

check_app() {
  ! home_has_digest "$apps/$name" "$digest" || return 0
  check_delivered - "$digest"
  [ ! -e "$apps/$name" ] || is_ours || [ "$overwrite" = yes ] ||
    fail "$apps/$name is neither this C-App nor one that was put there by an update; take it away, or set the argument overwrite to replace it. No C-App was changed"
}

# Whether the file is as an earlier update has put it there.
is_ours() {
  recorded=$(awk -v name="$name" '$2 == name { print $1 }' "$state/carbon-apps")
  [ -n "$recorded" ] && home_has_digest "$apps/$name" "$recorded"
}

put_app() {
  mark=''
  if ! home_has_digest "$apps/$name" "$digest"; then
    if [ -e "$apps/$name" ] && ! is_ours; then
      keep_from_home "$apps/$name" "$state/replaced/$name" ||
        fail "$apps/$name could not be kept in $state/replaced; see that the disk is not full, and that it has no more than 2 GiB"
    fi
    take_home - "$digest" "$apps/$name"
    [ "$wait_seconds" = - ] || mark=' awaited'
    printf 'put %s\n' "$name"
  elif is_awaited; then
    # By an update that failed. The product tries a file again whose time is another one.
    as_owner touch "$apps/$name"
    mark=' awaited'
  fi
  settle || fail "$apps/$name could not be written; see that the disk is neither full nor read-only"
  record_apps "$name" "$digest $name$mark"
}

is_awaited() {
  [ "$wait_seconds" != - ] && grep -qxF "$digest $name awaited" "$state/carbon-apps"
}

forget_copy() {
  forget_delivered "$digest"
}

# record_apps NAME [LINE]: the line takes the place of the one that NAME has.
record_apps() {
  { awk -v name="$1" '$2 != name' "$state/carbon-apps" && printf '%s' "${2:+$2
}"; } >"$state/carbon-apps.new" && settle_file "$state/carbon-apps.new" && mv -f "$state/carbon-apps.new" "$state/carbon-apps"
}

take_out_others() {
  while read -r recorded name _; do
    [ -n "$recorded" ] || continue
    printf '%s' "$wanted_apps" | awk -v name="$name" '$2 == name { found = 1 } END { exit !found }' && continue
    if home_has_digest "$apps/$name" "$recorded"; then
      as_owner rm -f "$apps/$name"
      printf 'took out %s\n' "$name"
    elif [ -e "$apps/$name" ]; then
      printf 'left %s, which somebody has changed\n' "$name"
    fi
    record_apps "$name"
  done <<APPS
$(cat "$state/carbon-apps")
APPS
}

# "Successfully Deployed Carbon Application : NAME_VERSION{super-tenant}" (`CappAxis2Deployer` of carbon-deployment).
await_apps() {
  [ "$wait_seconds" != - ] || return 0
  waited=0
  if product_is_running; then
    each_app await_app
  elif grep -q ' awaited$' "$state/carbon-apps"; then
    printf 'not waited for: the product does not run\n'
  fi
}

await_app() {
  is_awaited || return 0
  until log_since | grep -qF "Successfully Deployed Carbon Application : $deployed{"; do
    if [ "$waited" -ge "$wait_seconds" ]; then
      lines=$(log_since | last_lines)
      fail "$apps/$name, the C-App $deployed, was not deployed within $wait_seconds s; correct it, or give it more time with carbonApps.waitSeconds. The log since then:
${lines:-(nothing)}"
    fi
    waited=$((waited + 1))
    sleep 1
  done
  record_apps "$name" "$digest $name"
  printf 'deployed %s\n' "$deployed"
}

# A log that is shorter than before was begun anew.
log_since() {
  [ "$(log_size)" -ge "$log_start" ] || log_start=0
  # shellcheck disable=SC2016 # for the other shell
  as_owner_within 60 sh -c '[ ! -f "$1" ] || dd if="$1" iflag=nonblock,skip_bytes bs=64k skip="$2" status=none' sh "$log" "$log_start"
}

log_size() {
  stat -L -c %s "$log" 2>/dev/null || echo 0
}
