# What is to outlive its session leaves it: where logind is told so (KillUserProcesses), it ends all that a session leaves
# behind.

# Moves this process, and so what it starts from then on, into a scope of its own. Only root can.
leave_session() {
  [ "$(id -u)" = 0 ] && in_session || return 0
  busctl --timeout=10 call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager \
    StartTransientUnit 'ssa(sv)a(sa(sv))' "wso2-analytics-$$-$(date +%s).scope" fail 1 PIDs au 1 "$$" 0 \
    </dev/null >/dev/null 2>&1 || return 0
  waited=0
  while in_session && [ "$waited" -lt 50 ]; do
    waited=$((waited + 1))
    sleep 0.1
  done
}

# Without root the product is started in the session.
refuse_short_session() {
  if [ "$(id -u)" = 0 ] || ! session_ends_all; then return 0; fi
  fail "logind ends all that $(id -un) leaves running after a session, and so the product (KillUserProcesses); set ssh.sudo, or name $(id -un) in KillExcludeUsers of /etc/systemd/logind.conf. Nothing was changed"
}

in_session() {
  grep -qs '/session-[^/]*\.scope' /proc/self/cgroup
}

# As logind decides: the lists of users override the setting.
session_ends_all() {
  in_session || return 1
  name="\"$(id -un)\""
  case $(login_setting KillExcludeUsers) in *"$name"*) return 1 ;; esac
  case $(login_setting KillOnlyUsers) in
    *"$name"*) return 0 ;;
    *'"'*) return 1 ;;
  esac
  [ "$(login_setting KillUserProcesses)" = 'b true' ]
}

login_setting() {
  busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager "$1" </dev/null 2>/dev/null || :
}
