# Whether processes of a session live: 0 they do, and are printed; 3 they are gone; 4 the host was
# started anew since. The session's first process is the shell, which does not count.
[ -z "${ZSH_VERSION-}" ] || setopt shwordsplit
IFS= read -r now </proc/sys/kernel/random/boot_id || exit 5
[ "$now" = "$boot" ] || exit 4
if { IFS= read -r stat <"/proc/$id/stat"; } 2>/dev/null; then
  set -- ${stat##*) }
  # Another process has its number now.
  [ "${20}" = "$started" ] || exit 3
fi
seed() { [ "$session" = "$id" ] && [ "$process" != "$id" ]; }
@TREE@
lives=3
for process in $tree; do
  command=$(tr '\n\0' '  ' <"/proc/$process/cmdline") 2>/dev/null || continue
  [ -n "$command" ] || continue
  echo "$process $command"
  lives=0
done
exit "$lives"
