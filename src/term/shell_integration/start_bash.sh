# Receives the script of a step and becomes it: $1 is the token of mark R, $2 the command that started
# this shell, its words separated by `_`. These comments are removed and the lines joined by spaces.
# `read` turns echo off before it writes its prompt.
IFS=$'\n' read -rs -d . -a __dm -p $'\e]133;R;dm='"$1"$'\a' || exit 125;
printf -v __dm %s "${__dm[@]}";
__dm_size=${__dm%%:*};
__dm=${__dm#*:};
if [ "${#__dm}" != "$__dm_size" ]; then echo "The script did not arrive whole."; exit 125; fi;
printf -v __dm %b "$__dm";
eval "$__dm"
