for __dm in @COMMANDS@; do
  if command -v "${__dm%% *}" >/dev/null 2>&1; then
    export __dm_env="${ENV-}" ENV=/dev/fd/9
    exec $__dm -i 9<<'DAYMARK'
@LOGIN@
DAYMARK
  fi
done
