# Runs the script of a probe as a child of this shell, in its own session, and prints the end mark
# on both streams. The script cannot lose the mark, whatever it does to its own shell. If standard
# input ends before the script, this ends the process group of the script. POSIX sh.
#
# $1 is this text, $2 the first commands of the script's shell, $3 the word that its input begins
# with. If a file of the account reads the input of one shell, the next shell does not mistake the
# rest for its own. These comments are removed and the lines joined by spaces. The text must work in
# single quotes in any login shell, so it contains no single quote and no exclamation mark.
#
# Options from the environment could print or export private values.
set +aemuvx;
s=;
while IFS= read -r l; do [ "$l" = . ] && break; s=$s${l#?}; done;
case $l$s in
".: $3 "*) ;;
*) echo "the script did not arrive whole" >&2; exit 126 ;;
esac;
# Uses only builtins, because all users of the host can read the arguments of a program. Some Korn
# shells have `print` and no `printf`.
eval "$(PATH=; printf %b "$s" || print -n -- "$s")";
unset -v s l;
case ${KSH_VERSION-} in
*MIRBSD* | *LEGACY* | *PD*)
printf() { case $1 in %s) print -nr -- "$2" ;; *) print -nr -- "{daymark:$2:$3}" ;; esac; } ;;
esac;
if [ "$3" = daymark ]; then
printf "{daymark:%s:%s}" "$__dm_start" asked;
printf "{daymark:%s:%s}" "$__dm_start" asked >&2;
fi;
# Like a step, a probe as the present user needs no sudo, and keeps the same home.
if [ -n "$__dm_user" ] && [ "$__dm_user" = "$(id -un)" ]; then
sh -c "$1" sh "$1" "$2" as-user;
exit;
fi;
if [ -n "$__dm_user" ]; then
sudo -n -H -u "$__dm_user" -- sh -c "$1" sh "$1" "$2" as-user;
exit;
fi;
cd -- "$HOME" >/dev/null 2>&1;
# Messages of this shell are not output of the script.
exec 3<&0 4>&1 5>&2 </dev/null 2>/dev/null;
# These variables would change the shell of the script. In bash, some are readonly.
case ${BASH_VERSION-} in
"") unset -v BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
*) export -n BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
esac;
for __dm_shell in $__dm_commands; do
if command -v "${__dm_shell%%_*}" >/dev/null 2>&1; then break; fi;
done;
command -v setsid >/dev/null 2>&1 || setsid() { "$@"; };
# Runs in the foreground: without job control, a shell makes its background ignore interrupts.
printf %s "$__dm_script" | {
IFS=_; setsid $__dm_shell -c "$2" 6>&1 >&4 2>&5 3<&- 4>&- 5>&-;
echo "=$?";
} | {
# First comes the process id of the script, then its exit status. If its shell did not start, only
# the exit status comes.
IFS= read -r __dm_job || exit;
__dm_exit=$__dm_job;
case $__dm_job in
=*) ;;
*)
(
while IFS= read -r __dm_more; do :; done;
kill -s TERM -- "-$__dm_job" || kill -s TERM "$__dm_job";
sleep 2;
kill -s KILL -- "-$__dm_job" || kill -s KILL "$__dm_job";
) <&3 >/dev/null 3<&- 4>&- 5>&- &
__dm_watch=$!;
IFS= read -r __dm_exit;
# Programs that read the output of the script may still print, as in a process substitution.
__dm_turns=50;
while [ "$__dm_turns" -gt 0 ] && kill -0 "-$__dm_job"; do
__dm_turns=$((__dm_turns - 1));
sleep 0.02 || { sleep 1; __dm_turns=0; };
done;
kill -s KILL "$__dm_watch";
kill -s KILL -- "-$__dm_job" ;;
esac;
case $__dm_exit in
=*)
printf "{daymark:%s:%s}" "$__dm_end" "${__dm_exit#=}";
printf "{daymark:%s:%s}" "$__dm_end" "${__dm_exit#=}" >&5 ;;
esac;
}
