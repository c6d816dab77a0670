# Checks whether processes of a session are running. Exit status 0: they are, and are printed; 3:
# they are gone; 4: the host has rebooted since; 5: the host cannot report this. The first process
# of the session is the shell, which does not count.
[ -z "${ZSH_VERSION-}" ] || setopt shwordsplit
IFS= read -r now </proc/sys/kernel/random/boot_id || exit 5
[ "$now" = "$boot" ] || exit 4
if { IFS= read -r stat <"/proc/$id/stat"; } 2>/dev/null; then
  set -- ${stat##*) }
  # Another process has the same id now.
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
