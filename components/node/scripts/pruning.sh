# Forgets what earlier updates have brought: revisions and drivers that are not in use, but for the newest few. (Zips of the product:
# installation.sh.) Called with the lock held.
# shellcheck disable=SC2154 # variables of home.sh

spare=3

forget_unused() {
  # shellcheck disable=SC2046 # a digest each
  forget_old "$state/sets" "$wanted" $(cut -d ' ' -f 1 "$state/active" "$state/staged" "$state/healthy" 2>/dev/null)
  # shellcheck disable=SC2046 # a digest each
  forget_old "$state/drivers" $(awk '$1 == "driver" { print $3 }' "$state"/sets/*/product 2>/dev/null)
}

#   forget_old FOLDER NAME…     the names stay
forget_old() (
  cd "$1" 2>/dev/null || exit 0
  shift
  find . -mindepth 1 -maxdepth 1 ! -name '.*' -printf '%T@ %f\n' | sort -rn | cut -d ' ' -f 2- | {
    others=0
    while read -r name; do
      case " $* " in *" $name "*) continue ;; esac
      others=$((others + 1))
      [ "$others" -le "$spare" ] || rm -rf -- "$name"
    done
  }
)
