# Prints the foreground process of a shell's terminal: the input mode of the terminal, then one
# argument of the command a line. Prints nothing if the shell itself is in the foreground. The shell
# of a step's script, and a sudo before it, have `__dm` in their arguments: their newest child counts.
# (proc_pid_stat(5): after the name come state, ppid, pgrp, session, tty_nr, tpgid.)
if IFS= read -r stat <"/proc/$pid/stat"; then
  set -- ${stat##*) }
  own=$3 front=$6
else
  set -- $(ps -o pgid= -o tpgid= -p "$pid")
  own=$1 front=$2
fi 2>/dev/null
case $front in "$own" | 0 | -*  | '') exit ;; esac
case $(stty -a <"$tty" 2>/dev/null) in
'') echo unknown ;;
*-icanon*) echo raw ;;
*' -echo '*) echo hidden ;;
*) echo cooked ;;
esac
while :; do
  command=$(tr '\n\0' ' \n' <"/proc/$front/cmdline") 2>/dev/null || command=
  case $command in *__dm*) ;; *) break ;; esac
  newest=0 child=
  for stat in /proc/[0-9]*/stat; do
    { IFS= read -r stat <"$stat"; } 2>/dev/null || continue
    process=${stat%% *}
    set -- ${stat##*) }
    if [ "$2" = "$front" ] && [ "${20}" -ge "$newest" ]; then newest=${20} child=$process; fi
  done
  [ -n "$child" ] || break
  front=$child
done
if [ -n "$command" ]; then
  printf '%s\n' "$command"
else
  ps -o args= -p "$front" | tr ' ' '\n'
fi
