# Identifies this shell: its terminal, its session and the boot of its host. The key authenticates its
# marks: daymark learns it from the first mark, which no script can read.
{
  __dm_boot= __dm_stat= __dm_key=
  read -r __dm_key </proc/sys/kernel/random/uuid ||
    __dm_key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  read -r __dm_boot </proc/sys/kernel/random/boot_id
  IFS= read -r __dm_stat </proc/$$/stat
  __dm_about="key=$__dm_key;pid=$$;tty=$(tty);boot=$__dm_boot;stat=${__dm_stat##*) };ns=$(readlink /proc/$$/ns/pid)"
  unset -v __dm_boot __dm_stat
} 2>/dev/null
