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
    : >"$__dm_dir/log"
    setsid sh -c '
      cat /proc/sys/kernel/random/boot_id >"$2/boot" 2>/dev/null
      echo "$$" >"$2/pid"
      : >"$2/started"
      (umask "$3" && exec "$1" "$2/script") </dev/null >"$2/log" 2>&1
      echo "$?" >"$2/exit.new" && mv "$2/exit.new" "$2/exit"
    ' daymark @SHELL@ "$__dm_dir" "$__dm_umask" </dev/null >/dev/null 2>&1 &
    while [ ! -e "$__dm_dir/started" ]; do
      kill -0 "$!" 2>/dev/null || [ -e "$__dm_dir/started" ] ||
        __dm_fail "the script cannot be started in a session of its own (setsid)"
      sleep 0.02 2>/dev/null || sleep 1
    done
  fi
  read -r __dm_pid <"$__dm_dir/pid"
  # After a restart of the host, the number may be another program's.
  __dm_boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
  [ "$__dm_boot" = "$(cat "$__dm_dir/boot")" ] || __dm_pid=
  # The keyboard's ctrl-c is meant for the script.
  trap 'kill -INT -- "-$__dm_pid" 2>/dev/null' INT
  __dm_seen=0
  while :; do
    __dm_ends=
    if [ -e "$__dm_dir/exit" ]; then
      __dm_ends=exit
    elif ! { [ -n "$__dm_pid" ] && kill -0 "$__dm_pid" 2>/dev/null; } &&
      [ ! -e "$__dm_dir/exit" ]; then
      __dm_ends=gone
    fi
    __dm_size=$(wc -c <"$__dm_dir/log")
    if [ "$__dm_size" -gt "$__dm_seen" ]; then
      tail -c "+$((__dm_seen + 1))" "$__dm_dir/log" | head -c "$((__dm_size - __dm_seen))"
      __dm_seen=$((__dm_size))
    fi
    [ -z "$__dm_ends" ] || break
    sleep 0.2 2>/dev/null || sleep 1
  done
  __dm_exit=
  [ "$__dm_ends" = gone ] || read -r __dm_exit <"$__dm_dir/exit"
  # A full disk, or a host that lost its power, leaves a file without the number.
  case $__dm_exit in
  '' | *[!0-9]* | ????*)
    echo 'The run is gone and left no exit status: it was killed, the disk was full, or the host was restarted.' >&2
    exit @GONE@
    ;;
  esac
  exit "$__dm_exit"
)
