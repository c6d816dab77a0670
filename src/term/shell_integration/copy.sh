# Functions that copy files to their destinations. One call per file follows them. POSIX sh. They
# return 0, 1, or $__dm_edited if they would overwrite a file that needs consent.
# shellcheck disable=SC2154  # set above, with the salt of fingerprints and the mark of the walk
__dm_say() {
  printf '%s\n' "$*"
}

# Prints the mode and owner of a file, as `644 root:root`. stat differs between systems.
__dm_look() {
  stat -c '%a %U:%G' "$1" 2>/dev/null || stat -f '%Lp %Su:%Sg' "$1"
}

# Checks whether a name is taken, also by a broken link.
__dm_there() {
  [ -e "$1" ] || [ -L "$1" ]
}

# Prints the kind of $1: nothing, file, link or other. A folder, a device and an unreadable file are
# other, and are never overwritten.
__dm_kind() {
  if [ -d "$1" ]; then
    echo other
  elif [ -L "$1" ]; then
    echo link
  elif [ ! -e "$1" ]; then
    echo nothing
  elif [ -f "$1" ] && [ -r "$1" ]; then
    echo file
  else
    echo other
  fi
}

# Prints the digest of standard input, after the name of its method.
__dm_sum() {
  if command -v sha256sum >/dev/null 2>&1; then
    __dm_hex=$(sha256sum)
  elif command -v shasum >/dev/null 2>&1; then
    __dm_hex=$(shasum -a 256)
  elif command -v openssl >/dev/null 2>&1; then
    __dm_hex=$(openssl dgst -sha256 -r)
  else
    __dm_hex=$(cksum) && __dm_say "cksum:$__dm_hex"
    return
  fi
  [ -n "$__dm_hex" ] && __dm_say "sha256:${__dm_hex%% *}"
}

# Prints the state of $1: its kind, and the digest, mode and owner of a file or a link.
__dm_state() {
  __dm_is=$(__dm_kind "$1")
  case $__dm_is in
  file) __dm_say "file $(__dm_sum <"$1") $(__dm_look "$1")" ;;
  link) __dm_say "link $(readlink "$1" | __dm_sum) $(__dm_look "$1")" ;;
  *) __dm_say "$__dm_is" ;;
  esac
}

# Prints one word for the states of these paths. It is salted, because it is sent and stored, and a
# file may contain a secret.
__dm_fingerprint() {
  {
    __dm_say "$__dm_salt"
    for __dm_path in "$@"; do __dm_state "$__dm_path"; done
  } | __dm_sum
}

# The list of what daymark wrote. Each write adds two lines: one before the new file replaces the
# old one, and one after that. Both contain, with tabs between and around them, the step, the path, and
# the digest, mode and owner of the new file. The first line begins with more fields: `over` and the
# state of the old file, `kept` and the state of the backup that this write made, if any, and `walk` and
# the mark of the walk. Earlier versions wrote no `kept` and no `walk`, still earlier ones only the
# second line, and the first ones a CRC and no mode.
__dm_written="$HOME/.daymark/written"
__dm_tab=$(printf '\t')
__dm_newline='
'

# Stores the path of the folder $1 in __dm_folder, without links, `.` and `..`. Folders that do not
# exist yet are not links, so their names are resolved as text.
__dm_real() {
  if __dm_folder=$(cd -P -- "$1/" 2>/dev/null && pwd -P && echo .); then
    __dm_folder=${__dm_folder%"$__dm_newline".}
    # The root already has a slash, and a shell may keep two at the beginning.
    __dm_folder=/${__dm_folder#"${__dm_folder%%[!/]*}"}
    return
  fi
  case $1 in
  */*) ;;
  *) return 1 ;;
  esac
  if __dm_there "$1" || ! __dm_real "${1%/*}"; then
    return 1
  fi
  case ${1##*/} in
  '' | .) ;;
  ..) __dm_folder=${__dm_folder%/*} ;;
  *) __dm_folder=${__dm_folder%/}/${1##*/} ;;
  esac
}

# Prints the path of $1 in its canonical form, so that a file has one name for every spelling.
__dm_place() {
  if __dm_real "${1%/*}"; then
    __dm_say "${__dm_folder%/}/${1##*/}"
  else
    __dm_say "$1"
  fi
}

# 0 where the list named the step before its undo began.
__dm_named=''

# Prints the list as text: a power cut may leave a block of NULs in it. Reads only a plain file.
__dm_list() {
  [ -f "$__dm_written" ] && LC_ALL=C tr -d '\000' <"$__dm_written"
}

# Checks whether the list can be written: it does not exist yet, or is a plain file.
__dm_listing() {
  [ -f "$__dm_written" ] || ! __dm_there "$__dm_written"
}

# Replaces the list by the output of a command, once the disk has exactly that output.
__dm_relist() {
  __dm_listed=$(mktemp "$__dm_written.XXXXXX") || return
  if "$@" >"$__dm_listed" && "$@" | cmp -s - "$__dm_listed"; then
    mv -f "$__dm_listed" "$__dm_written"
  else
    rm -f "$__dm_listed"
  fi
}

# Adds a line to the list.
__dm_enter() {
  case $1 in
  *"$__dm_newline"*) return 1 ;;
  esac
  { mkdir -p "$HOME/.daymark" && __dm_listing && __dm_say "$1" >>"$__dm_written"; } 2>/dev/null
}

# Prints the lines of the list that contain these words, one after another.
__dm_lines() {
  case $1 in
  *"$__dm_newline"*) return 1 ;;
  esac
  __dm_list 2>/dev/null | LC_ALL=C grep -F "$__dm_tab$1$__dm_tab"
}

# Prints the lines for the path $1 whose write happened. A run that was killed between its two lines
# wrote nothing if the previous file is still there.
__dm_true_lines() {
  __dm_lines "$1" | {
    __dm_held='' __dm_over=''
    while IFS= read -r __dm_line; do
      case $__dm_line in
      "${__dm_tab}over "*)
        __dm_now=${__dm_line#"${__dm_tab}over "}
        __dm_now=${__dm_now%%"$__dm_tab"*}
        __dm_settle "$__dm_now"
        __dm_held=$__dm_line __dm_over=$__dm_now
        ;;
      *)
        __dm_settle ''
        __dm_say "$__dm_line"
        __dm_held=''
        ;;
      esac
    done
    [ -z "$__dm_held" ] || __dm_settle "$(__dm_state "$1")"
  }
}

# Prints the pending line if the state that followed it, $1, differs from the state before it.
__dm_settle() {
  [ -z "$__dm_held" ] || [ "$1" = "$__dm_over" ] || __dm_say "$__dm_held"
}

# Prints the lines of the step $1 for $2 whose write happened.
__dm_own_lines() {
  __dm_true_lines "$2" | LC_ALL=C grep -F "$__dm_tab$1$__dm_tab$2$__dm_tab"
}

# Checks whether the step $1 wrote $2.
__dm_wrote() {
  __dm_own_lines "$1" "$2" >/dev/null
}

# Prints the field $3 of the first write of the step $1 to $2, or nothing if it is unknown.
__dm_field() {
  __dm_line=$(__dm_own_lines "$1" "$2" | head -n 1)
  __dm_line=${__dm_line%%"$__dm_tab$1$__dm_tab$2$__dm_tab"*}$__dm_tab
  case $__dm_line in
  *"$__dm_tab$3 "*)
    __dm_line=${__dm_line#*"$__dm_tab$3 "}
    __dm_say "${__dm_line%%"$__dm_tab"*}"
    ;;
  esac
}

# Prints the state of $2 before the first write of the step $1, or nothing if it is unknown.
__dm_first() {
  __dm_field "$1" "$2" over
}

# Prints the state of the backup of the step $1 for $2 when it was made, or nothing if it is unknown. A
# user who is not root cannot keep the owner of the file, and loses its setuid bit. An entry without it
# has the state of the file.
__dm_first_backup() {
  __dm_line=$(__dm_field "$1" "$2" kept)
  if [ -n "$__dm_line" ]; then
    __dm_say "$__dm_line"
  else
    __dm_first "$1" "$2"
  fi
}

# Checks whether the backup of the step $1 for $2 was changed since the step made it.
__dm_backup_changed() {
  __dm_line=$(__dm_first_backup "$1" "$2")
  [ -n "$__dm_line" ] && [ "$__dm_line" != "$(__dm_state "$2.before-$1")" ]
}

# Prints the last entry for $1 of any step: digest, mode and owner, each followed by a tab.
__dm_last() {
  __dm_line=$(__dm_true_lines "$1" | tail -n 1)
  __dm_say "${__dm_line##*"$__dm_tab$1$__dm_tab"}"
}

# Prints the step that wrote $1 last.
__dm_writer() {
  __dm_line=$(__dm_true_lines "$1" | tail -n 1)
  __dm_line=${__dm_line%%"$__dm_tab$1$__dm_tab"*}
  __dm_say "${__dm_line##*"$__dm_tab"}"
}

# Checks whether $1 is unchanged since daymark wrote it last.
__dm_as_written() {
  [ "$(__dm_kind "$1")" = file ] || return 1
  __dm_line=$(__dm_last "$1")
  case $__dm_line in
  '') return 1 ;;
  sha256:* | cksum:*) __dm_now=$(__dm_sum <"$1")$__dm_tab$(__dm_look "$1") ;;
  *) __dm_now=$(cksum <"$1") ;;
  esac
  [ "$__dm_line" = "$__dm_now$__dm_tab" ]
}

# Classifies $2 for the step $1: missing (nothing), as daymark wrote it (written), there before daymark
# wrote it, with a backup to come (before), or never to be overwritten (other). These classes need
# consent: edited since daymark wrote it (edited), there before without a backup to come (found), and
# written by another step after this one (later:STEP). $3 is set if the journal contains a copy to it.
# Then a file without an entry in the list is unlisted and needs consent, because daymark cannot prove
# that it wrote the file. $4 is `backup` or empty.
__dm_found() {
  case $(__dm_kind "$2") in
  nothing) echo nothing ;;
  other) echo other ;;
  *)
    if __dm_as_written "$2"; then
      __dm_by=$(__dm_writer "$2")
      if [ "$__dm_by" != "$1" ] && __dm_wrote "$1" "$2"; then
        __dm_say "later:$__dm_by"
      else
        echo written
      fi
    elif [ -n "$(__dm_last "$2")" ]; then
      echo edited
    elif [ -n "$3" ]; then
      echo unlisted
    elif [ -n "$4" ]; then
      echo before
    else
      echo found
    fi
    ;;
  esac
}

# Prints the name under which $2 is kept before the step $1 overwrites it. The undo restores the
# file from before the step.
__dm_beside() {
  if __dm_wrote "$1" "$2" || __dm_there "$2.before-$1"; then
    __dm_say "$2.edited-$1"
  else
    __dm_say "$2.before-$1"
  fi
}

# Prints the first free name: $1, $1.2, $1.3 …
__dm_free() {
  __dm_name=$1 __dm_count=1
  while __dm_there "$__dm_name"; do
    __dm_count=$((__dm_count + 1))
    __dm_name=$1.$__dm_count
  done
  __dm_say "$__dm_name"
}

# Keeps a copy of $1 under a free name, preferably $2, and stores the name in __dm_kept.
__dm_keep() {
  __dm_kept=$(__dm_free "$2")
  if [ -L "$1" ]; then
    ln -s "$(readlink "$1")" "$__dm_kept"
  else
    (set -C && : >"$__dm_kept") && command cp -p "$1" "$__dm_kept"
  fi
}

# Keeps a copy of $2 for the undo of the step $1. Preserves the copy of an earlier run. A run that
# was killed may have kept the same copy.
__dm_keep_before() {
  if __dm_there "$2.before-$1"; then
    [ "$(__dm_state "$2.before-$1")" != "$(__dm_state "$2")" ] || return 0
    mv "$2.before-$1" "$(__dm_free "$2.before-$1")" || return
  fi
  __dm_keep "$2" "$2.before-$1" && __dm_say "what was there is kept as $__dm_kept"
}

# Checks whether $1, and the backup $3 if it is given, still have the fingerprint $2. If not, removes
# the new file and the copy.
__dm_still() {
  [ "$(__dm_fingerprint "$1" ${3+"$3"})" = "$2" ] && return
  __dm_say "$1 was edited just now, and is left as it is" >&2
  rm -f "$__dm_new" "$__dm_kept"
  return "$__dm_edited"
}

# Checks whether a file that needs consent may be overwritten: $1 is the file, $2 its fingerprint, $3
# the fingerprint that the operator agreed to.
__dm_agreed() {
  [ -n "$3" ] && [ "$2" = "$3" ] && return
  __dm_say "$1 is left as it is: overwriting it needs consent" >&2
  return "$__dm_edited"
}

# Checks whether $1, as `user:group`, is the owner $2: `user`, `user:group`, `:group`, or any if
# empty.
__dm_owned() {
  case $2 in
  '' | "$1" | "${1%%:*}" | "${1%%:*}:" | ":${1#*:}") ;;
  *) return 1 ;;
  esac
}

# Checks whether $1 is already a file with the content of $2, mode $3 and owner $4.
__dm_same() {
  [ "$(__dm_kind "$1")" = file ] && cmp -s "$1" "$2" || return
  __dm_is=$(__dm_look "$1")
  [ "${__dm_is%% *}" = "${3#0}" ] && __dm_owned "${__dm_is#* }" "$4"
}

# Writes the new file beside the old one, so that a rename replaces it completely or not at all. $1
# destination, $2 mode, $3 owner or empty, $4 size in bytes. The content is standard input.
__dm_receive() {
  __dm_folder=$(dirname "$1")
  # Everyone may read a new folder, as with `mkdir`. The mode of the file limits who reads the file.
  (umask 022 && mkdir -p "$__dm_folder") &&
    __dm_new=$(mktemp "$__dm_folder/.daymark.XXXXXX") &&
    base64 -d >"$__dm_new" &&
    chmod "$2" "$__dm_new" &&
    { [ -z "$3" ] || chown "$3" "$__dm_new"; } &&
    __dm_whole "$1" "$4"
}

# Checks whether the new file has all $2 bytes of $1: not every `base64` fails on a full disk.
__dm_whole() {
  __dm_bytes=$(wc -c <"$__dm_new")
  [ "$((__dm_bytes))" = "$2" ] && return
  __dm_say "only $((__dm_bytes)) of the $2 bytes of $1 could be written; is the disk full?" >&2
  return 1
}

# Copies a file. $1 step, $2 destination, $3 mode, $4 owner or empty, $5 `backup` or empty, $6
# `known` if the journal contains a copy to it, $7 fingerprint of a file that may be overwritten, $8
# size in bytes. The content is standard input.
__dm_copy() {
  __dm_new='' __dm_kept=''
  __dm_receive "$2" "$3" "$4" "$8" && __dm_put "$@"
  __dm_exit=$?
  [ "$__dm_exit" = 0 ] || rm -f "$__dm_new"
  return "$__dm_exit"
}

# Replaces the file by the new one, with the same arguments.
__dm_put() {
  __dm_seen=$(__dm_fingerprint "$2")
  if __dm_same "$2" "$__dm_new" "$3" "$4"; then
    rm -f "$__dm_new"
    __dm_say "$2 is as it should be"
    return
  fi
  case $(__dm_found "$1" "$2" "$6" "$5") in
  nothing) ;;
  other)
    __dm_say "$2 is a folder, a device, or a file that cannot be read: it is left as it is" >&2
    return 1
    ;;
  edited | unlisted | found | later:*)
    __dm_agreed "$2" "$__dm_seen" "$7" && __dm_keep "$2" "$(__dm_beside "$1" "$2")" || return
    __dm_say "what was there is kept as $__dm_kept"
    ;;
  *)
    # A file that the step itself wrote, from an older plan, is not the file from before the step.
    if [ -n "$5" ] && ! __dm_wrote "$1" "$2"; then
      __dm_keep_before "$1" "$2" || return
    fi
    ;;
  esac
  __dm_entry=$__dm_tab$1$__dm_tab$2$__dm_tab$(__dm_sum <"$__dm_new")$__dm_tab$(__dm_look "$__dm_new")$__dm_tab
  __dm_fields="${__dm_tab}over $(__dm_state "$2")"
  if [ "$__dm_kept" = "$2.before-$1" ]; then
    __dm_fields="$__dm_fields${__dm_tab}kept $(__dm_state "$__dm_kept")"
  fi
  # A user without a home has no list, so daymark asks before it overwrites the file.
  __dm_enter "$__dm_fields${__dm_tab}walk $__dm_walk$__dm_entry" ||
    __dm_say "the list $__dm_written cannot be written: daymark will ask before it writes $2 again"
  if __dm_still "$2" "$__dm_seen" && mv -f "$__dm_new" "$2"; then
    __dm_enter "$__dm_entry"
    __dm_say "$2 is written: $(__dm_look "$2")"
  else
    __dm_exit=$?
    __dm_withdraw "$1" "$2"
    rm -f "$__dm_kept"
    return "$__dm_exit"
  fi
}

# Removes the last line of the list if the step $1 has just added it for $2.
__dm_withdraw() {
  case $(__dm_list | tail -n 1) in
  *"$__dm_tab$1$__dm_tab$2$__dm_tab"*) __dm_relist __dm_all_but_last 2>/dev/null || : ;;
  esac
}

# Prints the lines of the list except the last.
__dm_all_but_last() {
  __dm_list | sed '$d'
}

# Prints how $1 differs from $2, under the names $3 and $4. If it is not text, prints only that it
# differs.
__dm_diff() {
  cmp -s "$1" "$2" && return
  case $(diff -u "$1" "$2" | head -n 1) in
  ---*)
    __dm_say "--- $3"
    __dm_say "+++ $4"
    diff -u "$1" "$2" | sed 1,2d
    ;;
  *) __dm_say "$3: the content differs, and is not text" ;;
  esac
}

# Reports a file that needs consent in a line for daymark: its class, its number, its fingerprint, and
# the name under which it would be kept. No line of a difference begins like that. The lines of all files come
# last, because only the beginning and the end of long differences are read.
__dm_tells=''
__dm_tell_edited() {
  __dm_tells="$__dm_tells$1 $2 $3 $(__dm_free "$4")$__dm_newline"
}

# Reports a link that a file would replace, on one line: a line of its own could look like ours.
__dm_tell_link() {
  [ ! -L "$1" ] || __dm_say "$1 is a symbolic link to $(printf %s "$(readlink "$1")" | tr '\n' ' ')"
}

# Compares a file, and prints the differences. $1 step, $2 destination, $3 mode, $4 owner or empty,
# $5 `backup` or empty, $6 `known` or empty, $7 number of the file, $8 size in bytes. Returns 1 if the
# file differs.
__dm_compare() {
  __dm_new=$(mktemp) && base64 -d >"$__dm_new" && __dm_whole "$2" "$8" || return 126
  __dm_seen=$(__dm_fingerprint "$2")
  __dm_differs=0
  if ! __dm_same "$2" "$__dm_new" "$3" "$4"; then
    __dm_differs=1
    __dm_was=$(__dm_found "$1" "$2" "$6" "$5")
    case $__dm_was in
    nothing) __dm_say "$2 is not there yet" ;;
    other) __dm_say "$2 is a folder, a device, or a file that cannot be read: nothing can be copied over it" ;;
    edited | unlisted | found | later:*)
      __dm_differs=$__dm_edited
      __dm_tell_edited "$__dm_was" "$7" "$__dm_seen" "$(__dm_beside "$1" "$2")"
      __dm_tell_change "$2" "$3" "$4"
      ;;
    *) __dm_tell_change "$2" "$3" "$4" ;;
    esac
  fi
  rm -f "$__dm_new"
  return "$__dm_differs"
}

# Prints how the current file differs from the new one. $1 destination, $2 mode, $3 owner.
__dm_tell_change() {
  __dm_tell_link "$1"
  if [ -f "$1" ]; then
    __dm_diff "$1" "$__dm_new" "$1, as it is" "$1, as it will be"
  fi
  [ ! -L "$1" ] || return 0
  __dm_is=$(__dm_look "$1") __dm_mode=${2#0}
  if [ "${__dm_is%% *}" != "$__dm_mode" ]; then
    __dm_say "$1 has mode ${__dm_is%% *}, and will have $__dm_mode"
  fi
  if ! __dm_owned "${__dm_is#* }" "$3"; then
    __dm_say "$1 belongs to ${__dm_is#* }, and will belong to $3"
  fi
}

# What the undo of a step does to a file: empty for the undo of the plan, which may do anything.
__dm_does=''

# Classifies $2 for the undo of the step $1, as __dm_found does. Prints `nothing` if neither the list
# nor the journal ($3) contains a copy to it, and `backup` if the undo would restore a backup that was
# changed.
__dm_undo_found() {
  __dm_class=nothing
  if [ -n "$3" ] || __dm_wrote "$1" "$2"; then
    __dm_class=$(__dm_found "$1" "$2" "$3" backup)
  fi
  case $__dm_does-$__dm_class in
  back-nothing | back-written) if __dm_backup_changed "$1" "$2"; then __dm_class=backup; fi ;;
  esac
  __dm_say "$__dm_class"
}

# Prints what the undo of the step $1 does to $2. It restores the backup of the file from before the
# step (back) or removes a file that did not exist before (remove). It leaves a file that is as it was
# before the step (same), that is gone, that this step did not write (foreign), that has no backup
# (unkept), or whose previous state is unknown and without a backup (unproved). $3 is `known` if the
# journal contains a copy to it that may have run. A list that names other files of the step has not
# lost this one: the step found it as it should be.
__dm_undoes() {
  if ! __dm_wrote "$1" "$2"; then
    case $3-$(__dm_found "$1" "$2" "$3" backup) in
    known-unlisted | known-nothing) ;;
    *)
      echo foreign
      return
      ;;
    esac
  fi
  __dm_was=$(__dm_first "$1" "$2")
  case $(__dm_kind "$2.before-$1") in
  file | link) __dm_backup=back ;;
  *) __dm_backup='' ;;
  esac
  __dm_now=$(__dm_state "$2")
  if [ "$__dm_was" = "$__dm_now" ]; then
    echo same
  elif [ -z "$__dm_backup" ] && [ "$(__dm_field "$1" "$2" kept)" = "$__dm_now" ]; then
    # An undo that was killed has restored the backup.
    echo same
  elif [ "$__dm_was" = nothing ]; then
    echo remove
  elif [ -n "$__dm_backup" ]; then
    echo back
  elif ! __dm_there "$2"; then
    echo gone
  elif [ -n "$__dm_was" ]; then
    echo unkept
  elif [ "$__dm_named" = 0 ] && ! __dm_wrote "$1" "$2"; then
    echo foreign
  else
    echo unproved
  fi
}

# Reports the file that the undo would remove or overwrite and that needs consent. $1 step, $2
# destination, $3 `known` or empty, $4 number of the file.
__dm_compare_put_back() {
  __dm_does=$(__dm_undoes "$1" "$2" "$3")
  case $__dm_does in
  back | remove) __dm_compare_undo "$@" ;;
  esac
}

# Does the same for the undo of the plan, which may overwrite anything that the step may have
# written.
__dm_compare_undo() {
  __dm_seen=$(__dm_fingerprint "$2" "$2.before-$1")
  __dm_was=$(__dm_undo_found "$1" "$2" "$3")
  case $__dm_was in
  edited | unlisted | later:* | backup) ;;
  *) return 0 ;;
  esac
  __dm_tell_edited "$__dm_was" "$4" "$__dm_seen" "$2.after-$1"
  __dm_tell_link "$2"
  if [ ! -f "$2" ]; then
    return "$__dm_edited"
  fi
  if [ "$(__dm_first "$1" "$2")" = nothing ]; then
    __dm_diff "$2" /dev/null "$2, as it is" "nothing: it was not there before this step"
  elif ! __dm_there "$2.before-$1"; then
    __dm_diff "$2" /dev/null "$2, as it is" "no backup says what was there before this step"
  elif __dm_backup_changed "$1" "$2"; then
    __dm_diff "$2" "$2.before-$1" "$2, as it is" "$2.before-$1, which was changed"
  else
    __dm_diff "$2" "$2.before-$1" "$2, as it is" "$2, as it was before this step"
  fi
  __dm_is=$(__dm_look "$2") __dm_line=$(__dm_last "$2")
  case $__dm_line in
  *"$__dm_tab$__dm_is$__dm_tab") ;;
  sha256:* | cksum:*)
    __dm_line=${__dm_line#*"$__dm_tab"}
    __dm_say "$2 has mode and owner $__dm_is; daymark wrote it with ${__dm_line%"$__dm_tab"}"
    ;;
  esac
  return "$__dm_edited"
}

# Keeps a copy of a file that an undo would overwrite, if that needs consent. $1 step, $2 destination,
# $3 `known` or empty, $4 fingerprint of the file and its backup that the operator agreed to. Sets
# __dm_seen to the present fingerprint, and __dm_was to the class of the file.
__dm_keep_edited() {
  __dm_new='' __dm_kept=''
  __dm_seen=$(__dm_fingerprint "$2" "$2.before-$1")
  __dm_was=$(__dm_undo_found "$1" "$2" "$3")
  case $__dm_was in
  other)
    __dm_say "$2 is a folder, a device, or a file that cannot be read: it is left as it is" >&2
    return 1
    ;;
  edited | unlisted | later:* | backup)
    __dm_agreed "$2" "$__dm_seen" "$4" || return
    if __dm_there "$2"; then
      __dm_keep "$2" "$2.after-$1" || return
      __dm_say "what was there is kept as $__dm_kept"
    fi
    __dm_still "$2" "$__dm_seen" "$2.before-$1"
    ;;
  esac
}

# Restores the file from before the step, or removes a file that did not exist before. $1 step, $2
# destination, $3 `known` or empty, $4 fingerprint of the file and its backup that the operator agreed
# to. Leaves a file if neither is possible, and continues with the other files.
__dm_put_back() {
  __dm_planned="$__dm_planned$2$__dm_newline"
  if [ -z "$__dm_named" ]; then
    __dm_list 2>/dev/null | LC_ALL=C grep -F "$__dm_tab$1$__dm_tab/" >/dev/null
    __dm_named=$?
  fi
  __dm_does=$(__dm_undoes "$1" "$2" "$3")
  case $__dm_does in
  foreign)
    __dm_say "$2 was not written by this step, and is left as it is"
    return
    ;;
  unkept)
    __dm_leave "$2 was there before this step, but no backup of it is kept"
    return
    ;;
  unproved)
    __dm_leave "$__dm_written does not show what was at $2 before this step, and no backup is kept"
    return
    ;;
  back | remove) __dm_keep_edited "$@" || return ;;
  esac
  case $__dm_does in
  back) __dm_restore "$1" "$2" ;;
  remove)
    __dm_still "$2" "$__dm_seen" "$2.before-$1" && rm -f "$2" &&
      __dm_say "$2 is removed: it was not there before"
    ;;
  same) __dm_say "$2 is as it was" ;;
  gone) __dm_say "$2 is not there" ;;
  esac && __dm_forget "$1" "$2"
}

# The paths that the plan names for the undo, each followed by a newline.
__dm_planned=$__dm_newline

# Reports the files that the step $1 wrote in this walk, that the plan does not name any more, and that
# are not as they were. If there are any, makes the undo fail.
__dm_put_back_rest() {
  __dm_list 2>/dev/null | LC_ALL=C grep -F "${__dm_tab}walk $__dm_walk$__dm_tab$1$__dm_tab" | (
    while IFS= read -r __dm_line; do
      __dm_line=${__dm_line#*"${__dm_tab}walk $__dm_walk$__dm_tab$1$__dm_tab"}
      __dm_path=${__dm_line%%"$__dm_tab"*}
      case $__dm_planned in
      *"$__dm_newline$__dm_path$__dm_newline"*) ;;
      *) __dm_tell_rest "$1" "$__dm_path" ;;
      esac
      __dm_planned="$__dm_planned$__dm_path$__dm_newline"
    done
    exit "$__dm_all"
  ) || __dm_all=1
}

# Reports a file that the step $1 wrote at $2, if it is not as it was.
__dm_tell_rest() {
  case $(__dm_undoes "$1" "$2" '') in
  back) __dm_leave "$2 was written by this step, whose copy no longer names it, and $2.before-$1 was there before" ;;
  remove | unkept | unproved) __dm_leave "$2 was written by this step, whose copy no longer names it" ;;
  esac
}

# Moves the backup of the step $1 for $2 to its place.
__dm_restore() {
  __dm_end="is as it was"
  if __dm_backup_changed "$1" "$2"; then
    __dm_end="is restored from a backup that was changed"
  else
    __dm_line=$(__dm_first "$1" "$2") __dm_is=$(__dm_look "$2.before-$1")
    case $__dm_line in
    '' | *" $__dm_is") ;;
    *) __dm_end="is restored, but has mode and owner $__dm_is; before this step it had ${__dm_line#* * }" ;;
    esac
  fi
  __dm_still "$2" "$__dm_seen" "$2.before-$1" && mv -f "$2.before-$1" "$2" &&
    __dm_say "$2 $__dm_end"
}

# Reports why a file is left unchanged, and makes the undo fail.
__dm_leave() {
  __dm_say "$1: it is left as it is. Restore or remove it by hand" >&2
  __dm_all=1
}

# Removes the entries of the step $1 for $2 from the list.
__dm_forget() {
  [ ! -f "$__dm_written" ] || __dm_relist __dm_others "$1" "$2" 2>/dev/null || :
}

# Prints the lines of the list except those of the step $1 for $2.
__dm_others() {
  __dm_list | {
    LC_ALL=C grep -vF "$__dm_tab$1$__dm_tab$2$__dm_tab"
    # An empty result is not an error.
    [ $? -le 1 ]
  }
}

# Combines the results of comparisons: a file that needs consent outweighs a difference.
__dm_add_up() {
  case $? in
  1) [ "$__dm_all" != 0 ] || __dm_all=1 ;;
  "$__dm_edited") __dm_all=$__dm_edited ;;
  *) exit 126 ;;
  esac
}
