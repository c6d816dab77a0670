# Identifies this shell: its terminal, its session, and the boot of its host.
{
  __dm_boot= __dm_stat=
  read -r __dm_boot </proc/sys/kernel/random/boot_id
  IFS= read -r __dm_stat </proc/$$/stat
  __dm_about="pid=$$;tty=$(tty);boot=$__dm_boot;stat=${__dm_stat##*) };ns=$(readlink /proc/$$/ns/pid)"
  unset -v __dm_boot __dm_stat
} 2>/dev/null
