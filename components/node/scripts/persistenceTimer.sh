# Runs prunePersistence.sh every hour as the product's user: by a systemd timer where systemd runs the host and this is
# root, else by cron.
# shellcheck disable=SC2154 # home, state, owner_name from the other parts

check_pruning() {
  [ "$1" != yes ] || has_scheduler ||
    fail "nothing on this node can run a timer for $(id -un): neither systemd, as root, nor cron; install cron or set eventProcessing.pruneStatePersistence to false"
}

# `auto`: a host without any scheduler still runs the product.
make_pruning() {
  if [ "$1" = no ] || ! has_scheduler; then
    remove_pruning
    [ "$1" = no ] ||
      printf 'no timer: neither systemd, as root, nor cron is here to delete old files of %s/cep_persistence\n' "$home"
    return 0
  fi
  name_timers
  remove_timer "$former_timer"
  prune=$state/prunePersistence.sh
  { printf '%s' "$2" | base64 -d >"$prune.new" && mv -f "$prune.new" "$prune"; } ||
    fail "$prune cannot be written; see that the disk is not full"
  if uses_systemd; then
    start_timer
  elif [ "$(id -u)" = 0 ]; then
    write_table "/etc/cron.d/$timer" "17 * * * * root $(pruning_command)"
  else
    { other_jobs; printf '17 * * * * /bin/sh %s %s/cep_persistence\n' "$prune" "$home"; } | crontab - ||
      fail "the crontab of $(id -un) cannot be written; set eventProcessing.pruneStatePersistence to false"
  fi
}

remove_pruning() {
  name_timers
  remove_timer "$former_timer"
  remove_timer "$timer"
  remove_job
}

# Homes in several places may have folders of one name. `former_timer` is the name in earlier versions.
name_timers() {
  folder=$(basename "$home" | tr -c 'A-Za-z0-9\n' _)
  former_timer=${folder}_prune_persistence
  timer=${folder}_$(printf %s "$home" | sha256sum | cut -c 1-8)_prune_persistence
  units=/etc/systemd/system/$timer
}

has_scheduler() {
  uses_systemd || if [ "$(id -u)" = 0 ]; then [ -d /etc/cron.d ]; else command -v crontab >/dev/null 2>&1; fi
}

start_timer() {
  { write_table "$units.service" "$(service_of_timer)" && write_table "$units.timer" "$(timer_text)"; } ||
    fail "$units.timer cannot be written; see that the disk is neither full nor read-only"
  { systemctl daemon-reload && systemctl enable --quiet --now "$timer.timer"; } </dev/null 9>&- ||
    fail "systemd does not start $timer.timer; see systemctl status $timer.timer"
}

service_of_timer() {
  cat <<UNIT
[Unit]
Description=Keep the two newest states of each execution plan in $home

[Service]
Type=oneshot
ExecStart=/bin/sh -c '$(pruning_command)'
UNIT
}

# Root reads the script, which lies where only root may go; the product's user runs it.
pruning_command() {
  printf '< %s ' "$prune"
  [ "$drops" = no ] || command -v setpriv >/dev/null 2>&1 || printf 'runuser -u %s -- ' "$owner_name"
  [ "$drops" = no ] || ! command -v setpriv >/dev/null 2>&1 ||
    printf 'setpriv --reuid=%s --regid=%s %s -- ' "$owner_uid" "$owner_gid" "$(owner_groups)"
  printf '/bin/sh -s -- %s/cep_persistence\n' "$home"
}

timer_text() {
  cat <<UNIT
[Unit]
Description=Keep the two newest states of each execution plan in $home

[Timer]
OnCalendar=hourly
RandomizedDelaySec=300
Persistent=true

[Install]
WantedBy=timers.target
UNIT
}

# remove_timer NAME: root's, if it is this home's.
remove_timer() {
  [ "$(id -u)" = 0 ] || return 0
  if is_for_home "/etc/systemd/system/$1.service"; then
    systemctl disable --quiet --now "$1.timer" </dev/null 9>&- || :
    rm -f "/etc/systemd/system/$1.timer" "/etc/systemd/system/$1.service"
    systemctl daemon-reload </dev/null 9>&- || :
  fi
  ! is_for_home "/etc/cron.d/$1" || rm -f "/etc/cron.d/$1"
}

is_for_home() {
  grep -qsF -- " $state/prunePersistence.sh " "$1"
}

remove_job() {
  if [ "$(id -u)" != 0 ] && [ -e "$state/prunePersistence.sh" ] && command -v crontab >/dev/null 2>&1; then
    other_jobs | crontab -
  fi
  rm -f "$state/prunePersistence.sh"
}

# The user's own jobs.
other_jobs() {
  crontab -l 2>/dev/null </dev/null | grep -vF -- " $state/prunePersistence.sh " || :
}
