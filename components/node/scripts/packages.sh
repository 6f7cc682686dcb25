# Installs from the host's own packages what is missing of a JDK 8 and a mysql client; what is there stays as it is. On Amazon
# Linux 2023, Debian and Ubuntu. Also part of a VM's first boot.
# shellcheck disable=SC2317 # each has_… is called by name

#   install_packages JAVA-HOME|- java|mysql…
install_packages() {
  java_place=$1 missing=''
  shift
  for what in "$@"; do
    "has_$what" || missing="$missing $what"
  done
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] ||
    fail "only root can install what is missing here ($missing ); log in as root, set ssh.sudo, or install it yourself"
  # shellcheck source=/dev/null
  system=$(. /etc/os-release && printf '%s %s' "$ID" "${VERSION_ID:-}")
  case $system in
    'amzn 2023'*) installer=dnf ;;
    debian* | ubuntu*) installer=apt ;;
    *) fail "packages are installed on Amazon Linux 2023, Debian and Ubuntu, and this is $system; install what is missing yourself ($missing )" ;;
  esac
  "install_with_$installer"
  for what in $missing; do
    "has_$what" || fail "$packages were installed, but the $what that is found first is another one; name the JDK's folder, below /usr/lib/jvm, in service.javaHome"
  done
  printf 'installed%s\n' "$packages"
}

# Where the product looks for it. It may be the product's user's own, so in a preparation this user runs it.
has_java() {
  program=java
  [ -z "${JAVA_HOME:-}" ] || program=$JAVA_HOME/bin/java
  [ "$java_place" = - ] || program=$java_place/bin/java
  as_owner=''
  ! command -v as_owner >/dev/null 2>&1 || as_owner=as_owner
  $as_owner "$program" -version 2>&1 | grep -q 'version "1\.[78]\.'
}

has_mysql() {
  command -v mysql >/dev/null 2>&1
}

# dnf waits for another one that is at work.
install_with_dnf() {
  name_packages
  # shellcheck disable=SC2086 # one word each
  run_installer dnf -q -y install $packages
}

install_with_apt() {
  run_installer apt-get -q -y -o DPkg::Lock::Timeout=600 update
  name_packages
  # shellcheck disable=SC2086 # one word each
  run_installer env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 --no-install-recommends install $packages
}

# Debian has had no JDK 8 since its release 10; Temurin's and Corretto's are for hosts that have their archives.
name_packages() {
  packages=''
  for what in $missing; do
    case $installer-$what in
      dnf-java) package=java-1.8.0-amazon-corretto-devel ;;
      dnf-mysql) package=mariadb105 ;;
      apt-java) package=$(first_known openjdk-8-jdk-headless temurin-8-jdk java-1.8.0-amazon-corretto-jdk) ;;
      apt-mysql) package=default-mysql-client ;;
    esac
    packages="$packages $package"
  done
}

first_known() {
  for name in "$@"; do
    if apt-cache show --no-all-versions "$name" >/dev/null 2>&1; then
      printf '%s' "$name"
      return
    fi
  done
  fail "the packages of this host ($system) have no JDK 8; install one, for example Temurin's or Corretto's, and name its folder in service.javaHome"
}

# Not from this script's own standard input.
run_installer() {
  said=$("$@" </dev/null 2>&1) ||
    fail "$missing could not be installed by the host's packages: $(printf '%s' "$said" | tail -n 1 | cut -c 1-300); correct that, or install it yourself, for VMs of AWS in their image"
}
