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

# Which step wrote what where: a line for each time, with tabs between and around its words, so that
# an undo knows its own work again, whatever the plan copies by then.
__dm_written="$HOME/.daymark/written"
__dm_tab=$(printf '\t')

# $1 step, $2 where to, $3 the file as it will be there. A user without a home has no list; what they
# write is not taken back.
__dm_note() {
  {
    mkdir -p "$HOME/.daymark" &&
      printf '\t%s\t%s\t%s\t\n' "$1" "$2" "$(cksum <"$3")" >>"$__dm_written"
  } 2>/dev/null || :
}

# Whether the step $1 wrote $2.
__dm_wrote() {
  grep -qF "$__dm_tab$1$__dm_tab$2$__dm_tab" "$__dm_written" 2>/dev/null
}

# Whether $1 is as a step wrote it once.
__dm_ours() {
  grep -qF "$__dm_tab$1$__dm_tab$(cksum <"$1")$__dm_tab" "$__dm_written" 2>/dev/null
}

# $1 step, $2 where to, $3 mode, $4 owner or nothing, $5 `backup` or nothing; the content is standard
# input.
__dm_copy() {
  __dm_receive "$2" && chmod "$3" "$__dm_new" || { rm -f "$__dm_new"; return 1; }
  if [ -n "$4" ]; then chown "$4" "$__dm_new" || { rm -f "$__dm_new"; return 1; }; fi
  if [ -e "$__dm_to" ] && cmp -s "$__dm_to" "$__dm_new" &&
    [ "$(__dm_look "$__dm_to")" = "$(__dm_look "$__dm_new")" ]; then
    rm -f "$__dm_new"
    echo "$__dm_to is as it should be"
    return 0
  fi
  # What the step itself wrote, from an older plan, is not what was there before.
  if [ -e "$__dm_to" ] && [ -n "$5" ] && ! __dm_wrote "$1" "$__dm_to"; then
    cp -p "$__dm_to" "$__dm_to.before-$1" || { rm -f "$__dm_new"; return 1; }
    echo "what was there is kept as $__dm_to.before-$1"
  fi
  __dm_note "$1" "$__dm_to" "$__dm_new"
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

# $1 step, $2 where to: what was there before comes back; what was not there goes. What somebody has
# changed since is not lost.
__dm_put_back() {
  if ! __dm_wrote "$1" "$2"; then
    echo "$2 was not written by this step, and is left as it is"
  elif [ -e "$2.before-$1" ]; then
    if [ -e "$2" ] && ! __dm_ours "$2"; then
      cp -p "$2" "$2.after-$1" || return
      echo "$2 was changed since; that is kept as $2.after-$1"
    fi
    mv -f "$2.before-$1" "$2" && echo "$2 is as it was"
  elif [ ! -e "$2" ]; then
    echo "$2 is not there"
  elif __dm_ours "$2"; then
    rm -f "$2" && echo "$2 is removed: it was not there before"
  else
    echo "$2 was changed since, and is left as it is" >&2
    return 1
  fi && __dm_forget "$1" "$2"
}

# The step $1 has nothing at $2 any more.
__dm_forget() {
  {
    grep -vF "$__dm_tab$1$__dm_tab$2$__dm_tab" "$__dm_written" >"$__dm_written.new"
    mv -f "$__dm_written.new" "$__dm_written"
  } 2>/dev/null || :
}
