# Runs a script in a session of its own, where no lost link ends it, and follows it: its output,
# then its exit status. Run again, it picks up where the script is by then. POSIX sh.
(
  __dm_home=$HOME/.daymark
  __dm_dir=$__dm_home/@NAME@
  # These would change the script's shell. In bash, some are readonly.
  case ${BASH_VERSION-} in
  '') unset -v BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
  *) export -n BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
  esac
  # What is kept here is closed to others; what the script makes is as its shell would make it.
  __dm_umask=$(umask)
  umask 077
  __dm_boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
  if [ ! -e "$__dm_dir/started" ]; then
    if [ -n "@PICKUP@" ]; then
      echo 'Nothing is left of the run on this host.' >&2
      exit @GONE@
    fi
    __dm_fail() {
      echo "@SAYS_NOT_STARTED@$(printf %s "$1" | tr '\n' ' ')" >&2
      exit @NOT_STARTED@
    }
    __dm_said=$(mkdir -p "$__dm_dir" 2>&1 && chmod 700 "$__dm_home" "$__dm_dir" 2>&1) ||
      __dm_fail "the helper folder ~/.daymark/@NAME@ cannot be made: $__dm_said"
    base64 -d >"$__dm_dir/script" <<'__DM_END' ||
@SCRIPT@
__DM_END
      __dm_fail "the script cannot be written to the helper folder ~/.daymark/@NAME@"
    # Not every `base64` fails on a full disk.
    __dm_bytes=$(wc -c <"$__dm_dir/script")
    [ "$((__dm_bytes))" = @BYTES@ ] ||
      __dm_fail "only $((__dm_bytes)) of the @BYTES@ bytes of the script could be written; is the disk full?"
    # What the end needs has its place on the disk before the start, so that a full disk takes it.
    __dm_said=$({ : >"$__dm_dir/log" && : >"$__dm_dir/whole" && echo "$__dm_boot" >"$__dm_dir/boot" &&
      printf '%40s\n' '' >"$__dm_dir/exit.new" && rm -f "$__dm_dir/pipe" &&
      mkfifo "$__dm_dir/pipe"; } 2>&1) &&
      [ "$(wc -c <"$__dm_dir/exit.new")" -eq 41 ] && [ "$(cat "$__dm_dir/boot")" = "$__dm_boot" ] ||
      __dm_fail "its files cannot be made in the helper folder ~/.daymark/@NAME@ (is the disk full?): $__dm_said"
    setsid sh -c '
      dir=$2
      echo "$$" >"$dir/pid" && [ "$(cat "$dir/pid")" = "$$" ] || exit
      # The script writes to a fifo, and the writer to the log. Where that fails, as on a full disk,
      # `whole` goes and the rest of the output is read in vain, so that the script goes on.
      exec 8<>"$dir/pipe"
      exec 7<"$dir/pipe" 9>"$dir/pipe" 8<&-
      trap "" INT TERM HUP
      (
        cat >>"$dir/log" || rm -f "$dir/whole"
        exec cat >/dev/null
      ) <&7 7<&- 9>&- &
      writer=$!
      # A signal to the group of the script is for the script; its exit status is still awaited.
      trap : INT TERM HUP
      exec 7<&-
      : >"$dir/started"
      (umask "$3" && exec "$1" "$dir/script") </dev/null >&9 2>&1 9>&-
      exit=$?
      # The log is whole up to a mark behind all that the script wrote: programs that it left in
      # the background may hold the fifo. While the fifo has its name, the log has no mark.
      trap "" PIPE
      rm -f "$dir/pipe"
      mark=daymark.$(cat /proc/sys/kernel/random/uuid 2>/dev/null || date +%s).$$
      from=$(wc -c <"$dir/log")
      printf "\n%s\n" "$mark" >&9
      kept=whole
      until tail -c "+$((from + 1))" "$dir/log" | LC_ALL=C grep -q "^$mark\$"; do
        [ -e "$dir/whole" ] && kill -0 "$writer" || {
          kept=cut
          break
        }
        sleep 0.02 || sleep 1
      done
      case $kept in
      whole) upto=$(tail -c "+$((from + 1))" "$dir/log" | LC_ALL=C sed "/^$mark\$/q" | wc -c) ;;
      cut) upto=$(($(wc -c <"$dir/log") - from + ${#mark} + 2)) ;;
      esac
      echo "$exit $((from + upto - ${#mark} - 2)) $kept" 1<>"$dir/exit.new" &&
        mv "$dir/exit.new" "$dir/exit"
    ' daymark @SHELL@ "$__dm_dir" "$__dm_umask" </dev/null >/dev/null 2>&1 &
    while [ ! -e "$__dm_dir/started" ]; do
      kill -0 "$!" 2>/dev/null || [ -e "$__dm_dir/started" ] ||
        __dm_fail "the script cannot be started in a session of its own (is setsid there, and room on the disk?)"
      sleep 0.02 2>/dev/null || sleep 1
    done
  fi
  read -r __dm_pid <"$__dm_dir/pid"
  # After a restart of the host, the number may be another program's.
  [ "$__dm_boot" = "$(cat "$__dm_dir/boot")" ] || __dm_pid=
  # The keyboard's ctrl-c is meant for the script.
  trap 'kill -INT -- "-$__dm_pid" 2>/dev/null' INT
  __dm_seen=0
  __dm_gone=
  while :; do
    __dm_size=$(wc -c <"$__dm_dir/log")
    __dm_ends=
    __dm_exit=
    if [ -e "$__dm_dir/exit" ]; then
      __dm_ends=ended
      read -r __dm_exit __dm_size __dm_kept <"$__dm_dir/exit"
      case $__dm_size in
      '' | *[!0-9]*) __dm_size=$(wc -c <"$__dm_dir/log") ;;
      esac
    elif ! { [ -n "$__dm_pid" ] && kill -0 "$__dm_pid" 2>/dev/null; }; then
      # Looked at twice: its end may just have come to the disk, and its last words may come yet.
      __dm_ends=$__dm_gone
      __dm_gone=gone
      [ -n "$__dm_ends" ] || __dm_size=$__dm_seen
    elif [ ! -e "$__dm_dir/pipe" ]; then
      # What is in the log now may be the mark.
      __dm_size=$__dm_seen
    fi
    if [ "$__dm_size" -gt "$__dm_seen" ]; then
      tail -c "+$((__dm_seen + 1))" "$__dm_dir/log" | head -c "$((__dm_size - __dm_seen))"
      __dm_seen=$((__dm_size))
    fi
    [ -z "$__dm_ends" ] || break
    sleep 0.2 2>/dev/null || sleep 1
  done
  # A full disk, or a host that lost its power, leaves a file without the number.
  case $__dm_exit in
  '' | *[!0-9]* | ????*)
    echo 'The run is gone and left no exit status: it was killed, the disk was full, or the host was restarted.' >&2
    exit @GONE@
    ;;
  esac
  [ "$__dm_kept" = whole ] || {
    # The output may end within a line, or within an escape sequence.
    printf '\033\\\n%s%s\n' '@SAYS_CUT@' "$__dm_exit" >&2
    exit @CUT@
  }
  exit "$__dm_exit"
)
