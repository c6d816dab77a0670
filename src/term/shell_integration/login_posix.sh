# Reads the files of a login shell: a shell with ENV reads only that file (see sh in POSIX.1-2024).
exec 9<&-
ENV=$__dm_env
unset -v __dm_env
if [ -r /etc/profile ]; then . /etc/profile; fi
if [ -r ~/.profile ]; then . ~/.profile; fi
if [ -z "$ENV" ]; then unset -v ENV; elif [ -r "$ENV" ]; then . "$ENV"; fi
