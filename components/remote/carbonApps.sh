# Puts C-Apps into the product's deployment folder, where it deploys them while it runs, and takes out those that are no
# longer wanted, of those alone that were put there. `carbon-apps` beside the home names these, `DIGEST NAME` each.
#
#   home PATH
#   incoming LOGIN FOLDER      where they were copied to: a folder in that user's home
#   overwrite yes|no           whether a C-App of the same name that somebody else has put there is replaced
#   app DIGEST NAME DEPLOYED   the file's name; the name under which the product reports it
#   wait SECONDS|-             how long their deployment is waited for; not at all
#   end                        without it the request arrived cut off
# shellcheck disable=SC2154 # variables shared with home.sh
carbonApps() {
  require awk flock install sha256sum
  overwrite=no wait_seconds=- complete='' wanted_apps=''
  while read -r key a b c; do
    case $key in
      home) use_home "$a" ;;
      incoming) use_incoming "$a" "$b" ;;
      overwrite) overwrite=$a ;;
      app) wanted_apps="$wanted_apps$a $b $c
" ;;
      wait) wait_seconds=$a ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  apps=$home/repository/deployment/server/carbonapps log=$home/repository/logs/wso2carbon.log
  awaited=''
  use_product
  take_turn
  touch "$state/carbon-apps"
  each_app check_app
  log_start=$(wc -c 2>/dev/null <"$log" || echo 0)
  each_app put_app
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
  ! has_digest "$apps/$name" "$digest" || return 0
  check_delivered "$name" "$digest"
  [ ! -e "$apps/$name" ] || is_ours || [ "$overwrite" = yes ] ||
    fail "$apps/$name is neither this C-App nor one that was put there by an update; take it away, or set the argument overwrite to replace it. No C-App was changed"
}

# Whether the file is as an earlier update has put it there.
is_ours() {
  recorded=$(awk -v name="$name" '$2 == name { print $1 }' "$state/carbon-apps")
  [ -n "$recorded" ] && has_digest "$apps/$name" "$recorded"
}

put_app() {
  if ! has_digest "$apps/$name" "$digest"; then
    if [ -e "$apps/$name" ] && ! is_ours; then
      { mkdir -p "$state/replaced" && cp -p --backup=numbered "$apps/$name" "$state/replaced/$name"; } ||
        fail "$apps/$name could not be kept in $state/replaced; see that the disk is not full"
    fi
    take "$name" "$digest" "$apps/$name"
    awaited="$awaited $deployed"
    printf 'put %s\n' "$name"
  fi
  record_apps "$name" "$digest $name"
}

# record_apps NAME [LINE]: the line takes the place of the one that NAME has.
record_apps() {
  { awk -v name="$1" '$2 != name' "$state/carbon-apps" && printf '%s' "${2:+$2
}"; } >"$state/carbon-apps.new" && mv -f "$state/carbon-apps.new" "$state/carbon-apps"
}

take_out_others() {
  while read -r recorded name; do
    [ -n "$recorded" ] || continue
    printf '%s' "$wanted_apps" | awk -v name="$name" '$2 == name { found = 1 } END { exit !found }' && continue
    if has_digest "$apps/$name" "$recorded"; then
      rm -f "$apps/$name"
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
  [ "$wait_seconds" != - ] && [ -n "$awaited" ] || return 0
  if ! product_is_running; then
    printf 'not waited for: the product does not run\n'
    return 0
  fi
  waited=0
  for deployed in $awaited; do
    until log_since | grep -qF "Successfully Deployed Carbon Application : $deployed{"; do
      [ "$waited" -lt "$wait_seconds" ] ||
        fail "the C-App $deployed was not deployed within $wait_seconds s; $(log_since | grep -F ERROR | tail -n 1 | cut -c 1-300 | grep . || echo "see $log")"
      waited=$((waited + 1))
      sleep 1
    done
    printf 'deployed %s\n' "$deployed"
  done
}

# A log that is shorter than before was begun anew.
log_since() {
  [ "$(wc -c <"$log")" -ge "$log_start" ] || log_start=0
  tail -c "+$((log_start + 1))" "$log"
}
