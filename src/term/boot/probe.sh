# Which processes of a session still live, besides the shell that leads it. POSIX sh over proc(5).
(
  __dm_boot=@BOOT@
  [ -r /proc/self/stat ] || exit 126
  if [ -n "$__dm_boot" ] && [ "$__dm_boot" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then
    exit @REBOOTED@
  fi
  __dm_found=@GONE@
  for __dm_stat in /proc/[0-9]*/stat; do
    { read -r __dm_line <"$__dm_stat"; } 2>/dev/null || continue
    # The name in parentheses may hold blanks: what follows is state, parent, group, session.
    set -- ${__dm_line##*) }
    [ "$4" = @SESSION@ ] && [ "$1" != Z ] || continue
    __dm_pid=${__dm_line%% *}
    [ "$__dm_pid" != @SESSION@ ] || continue
    printf '%s %s\n' "$__dm_pid" "$(tr '\0' ' ' <"/proc/$__dm_pid/cmdline" 2>/dev/null)"
    __dm_found=0
  done
  exit "$__dm_found"
)
