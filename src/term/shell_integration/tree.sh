# All processes: pid, ppid, pgrp, session, start.
all=$(
  for stat in /proc/[0-9]*/stat; do
    { IFS= read -r stat <"$stat"; } 2>/dev/null || continue
    set -- ${stat##*) }
    echo "${stat%% *} $2 $3 $4 ${20}"
  done
)
# The processes that `seed` accepts, and all their descendants.
tree=' ' grows=1
while [ -n "$grows" ]; do
  grows=
  while read -r process parent group session start; do
    case $tree in *" $process "*) continue ;; esac
    case $tree in *" $parent "*) ;; *) seed || continue ;; esac
    tree="$tree$process " grows=1
  done <<EOF
$all
EOF
done
