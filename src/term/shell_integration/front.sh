# Prints the foreground process of a shell's terminal: the input mode of the terminal, then one
# argument of the command a line. Prints nothing if the shell itself is in the foreground.
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
if [ -r "/proc/$front/cmdline" ]; then
  tr '\n\0' ' \n' <"/proc/$front/cmdline"
else
  ps -o args= -p "$front" | tr ' ' '\n'
fi
