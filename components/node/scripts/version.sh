# Facts that differ between versions of the product. The request has each of them for every version: a set that is in the home may be of
# another version than the desired one. A set names its version in its text `together`; one without it there is of the version `-`.
# shellcheck disable=SC2154 # state from home.sh

version_facts=''

#   add_version_fact KEY VERSION VALUE
add_version_fact() {
  version_facts="$version_facts$1 $2 $3
"
}

#   version_fact KEY SET
version_fact() {
  version=$(sed -n 's/^product\.profile //p' "$state/sets/$2/together" 2>/dev/null) || version=''
  printf '%s' "$version_facts" | awk -v key="$1" -v version="${version:--}" '$1 == key && $2 == version { print $3 }'
}
