# Receives the script of a step and becomes it: $1 is the token of mark R, $2 the command that started
# this shell, its words separated by `_`. These comments are removed and the lines joined by spaces.
# Echo is off before the mark is printed.
__dm_tty=$(stty -g) && stty -echo || exit 125;
printf "\033]133;R;dm=%s\007" "$1";
__dm= __dm_line=;
while IFS= read -r __dm_line && [ "$__dm_line" != . ]; do __dm=$__dm$__dm_line; done;
stty "$__dm_tty";
__dm_size=${__dm%%:*};
__dm=${__dm#*:};
if [ "${#__dm}" != "$__dm_size" ]; then echo "The script did not arrive whole."; exit 125; fi;
__dm=$(printf %b. "$__dm");
__dm=${__dm%.};
eval "$__dm"
