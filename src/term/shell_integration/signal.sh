# Sends a signal to the foreground processes of a shell's terminal and to all their descendants. The
# shell gets only an interrupt, and only if it is in the foreground itself.
#
# A command that has just started may not be in the foreground yet.
for try in 1 2 3 4 5; do
  IFS= read -r stat <"/proc/$pid/stat" || exit 3
  set -- ${stat##*) }
  own=$3 front=$6
  [ "$front" = "$own" ] || break
  sleep 0.1 2>/dev/null || sleep 1
done
send() {
  kill -s "$signal" "$1" 2>/dev/null && return
  [ -e "/proc/$1" ] || return 0
  sudo -n kill -s "$signal" "$1"
}
if [ "$front" = "$own" ]; then
  [ "$signal" = INT ] || exit 4
  send "$pid"
  exit
fi
seed() { [ "$group" = "$front" ]; }
@TREE@
failed=0
for process in $tree; do
  [ "$process" = "$pid" ] || send "$process" || failed=1
done
exit "$failed"
