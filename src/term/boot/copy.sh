# One file on its way to its place; the functions stand once, then one call a file. POSIX sh.
# Who owns a file and how it may be used, as `644 root:root`; stat differs between systems.
__dm_look() {
  stat -c '%a %U:%G' "$1" 2>/dev/null || stat -f '%Lp %Su:%Sg' "$1"
}

# The new file beside the old one, so that a rename puts it there whole or not at all.
__dm_receive() {
  __dm_to=$1
  __dm_folder=$(dirname "$__dm_to")
  # A new folder is for everybody to read, as `mkdir` makes it; the file says who reads it.
  (umask 022 && mkdir -p "$__dm_folder") &&
    __dm_new=$(mktemp "$__dm_folder/.daymark.XXXXXX") &&
    base64 -d >"$__dm_new"
}

# What was written where, a line a time, so that an undo knows it again when the plan has been
# changed since.
__dm_written="$HOME/.daymark/written"

# $1 is about to be $2. Where there is no home to note it in, only what the plan copies then is known.
__dm_note() {
  { mkdir -p "$HOME/.daymark" && echo "$(cksum <"$1") $2" >>"$__dm_written"; } 2>/dev/null || :
}

# Whether $1 is as it was written once.
__dm_ours() {
  grep -qxF "$(cksum <"$1") $1" "$__dm_written" 2>/dev/null
}

# $1 where to, $2 mode, $3 owner or nothing, $4 `backup` or nothing; the content is standard input.
__dm_copy() {
  __dm_receive "$1" && chmod "$2" "$__dm_new" || { rm -f "$__dm_new"; return 1; }
  if [ -n "$3" ]; then chown "$3" "$__dm_new" || { rm -f "$__dm_new"; return 1; }; fi
  if [ -e "$__dm_to" ] && cmp -s "$__dm_to" "$__dm_new" &&
    [ "$(__dm_look "$__dm_to")" = "$(__dm_look "$__dm_new")" ]; then
    rm -f "$__dm_new"
    echo "$__dm_to is as it should be"
    return 0
  fi
  if [ -e "$__dm_to" ] && [ -n "$4" ] && [ ! -e "$__dm_to.before-daymark" ]; then
    cp -p "$__dm_to" "$__dm_to.before-daymark" || { rm -f "$__dm_new"; return 1; }
    echo "what was there is kept as $__dm_to.before-daymark"
  fi
  __dm_note "$__dm_new" "$__dm_to"
  mv -f "$__dm_new" "$__dm_to" && echo "$__dm_to is written: $(__dm_look "$__dm_to")"
}

# Whether $1, as `user:group`, is the owner $2: `user`, `user:group`, `:group`, or anybody.
__dm_owned() {
  case $2 in
  '' | "$1" | "${1%%:*}" | "${1%%:*}:" | ":${1#*:}") ;;
  *) return 1 ;;
  esac
}

# $1 where to, $2 mode, $3 owner or nothing; tells what differs, and says so with 1.
__dm_compare() {
  __dm_new=$(mktemp) && base64 -d >"$__dm_new" || return 126
  __dm_differs=0
  if [ ! -e "$1" ]; then
    echo "$1 is not there yet"
    __dm_differs=1
  elif ! cmp -s "$1" "$__dm_new"; then
    diff -u "$1" "$__dm_new" | sed "1s|.*|--- $1, as it is|; 2s|.*|+++ $1, as it will be|"
    __dm_differs=1
  fi
  if [ -e "$1" ]; then
    __dm_is=$(__dm_look "$1") __dm_mode=${2#0}
    if [ "${__dm_is%% *}" != "$__dm_mode" ]; then
      echo "$1 has mode ${__dm_is%% *}, and will have $__dm_mode"
      __dm_differs=1
    fi
    if ! __dm_owned "${__dm_is#* }" "$3"; then
      echo "$1 belongs to ${__dm_is#* }, and will belong to $3"
      __dm_differs=1
    fi
  fi
  rm -f "$__dm_new"
  return "$__dm_differs"
}

# $1 where to: what was there before comes back; what was not there goes, if it is still ours.
__dm_put_back() {
  if [ -e "$1.before-daymark" ]; then
    mv -f "$1.before-daymark" "$1" && echo "$1 is as it was"
    return
  fi
  __dm_new=$(mktemp) && base64 -d >"$__dm_new" || return 126
  if [ ! -e "$1" ]; then
    echo "$1 is not there"
  elif cmp -s "$1" "$__dm_new" || __dm_ours "$1"; then
    rm -f "$1" && echo "$1 is removed: it was not there before"
  else
    echo "$1 was changed since, and is left as it is" >&2
    rm -f "$__dm_new"
    return 1
  fi
  rm -f "$__dm_new"
}
