# Asks one question: variables and script come on standard input, each ended by a NUL. The
# script runs in a process group of its own; when standard input ends before it does, the
# group is ended. Under sudo ($1) the exit statuses 1 and 126 change places, for sudo itself
# says 1 when it refuses.
IFS= builtin read -r -d '' __dm_variables && IFS= builtin read -r -d '' __dm_script || exit 126
__dm_swap=${1-}
cd -- "$HOME" >/dev/null 2>&1
# What the shell has to say of its jobs is no answer.
exec 3>&2 2>/dev/null
set -m
(
  set +m --
  builtin eval "$__dm_variables"
  unset -v __dm_variables __dm_swap
  builtin eval "$__dm_script"
) </dev/null 2>&3 3>&- &
__dm_job=$!
(
  IFS= builtin read -r -d '' __dm_more
  kill -TERM -- "-$__dm_job"
  sleep 2
  kill -KILL -- "-$__dm_job"
) <&0 >/dev/null 3>&- &
__dm_watch=$!
wait "$__dm_job"
__dm_exit=$?
kill -KILL -- "-$__dm_watch" "-$__dm_job"
case $__dm_swap$__dm_exit in
sudo1) exit 126 ;;
sudo126) exit 1 ;;
esac
exit "$__dm_exit"
