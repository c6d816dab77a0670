cd -- "$HOME" >/dev/null 2>&1
# What the shell has to say of its jobs is no answer.
exec 3<&0 4>&2 </dev/null 2>/dev/null
for __dm_shell in @COMMANDS@; do
  if command -v "${__dm_shell%% *}" >/dev/null 2>&1; then break; fi
done
command -v setsid >/dev/null 2>&1 || setsid() { "$@"; }
printf %s "$__dm_asked" |
  setsid $__dm_shell -c '__dm=$(cat) && exec </dev/null && eval "$__dm"' 2>&4 3<&- 4>&- &
__dm_job=$!
__dm_end() {
  kill -s "$1" -- "-$__dm_job" || kill -s "$1" "$__dm_job"
}
(
  cat
  __dm_end TERM
  sleep 2
  __dm_end KILL
) <&3 >/dev/null 3<&- 4>&- &
__dm_watch=$!
wait "$__dm_job"
__dm_exit=$?
kill -s KILL "$__dm_watch"
__dm_end KILL
case $__dm_swap$__dm_exit in
sudo1) exit 126 ;;
sudo126) exit 1 ;;
esac
exit "$__dm_exit"
