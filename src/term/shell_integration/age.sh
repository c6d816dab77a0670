# Prints the age of a detached run in seconds, up to now or to its end, from the times of its files.
# POSIX sh. stat differs between systems.
__dm_at() {
  stat -c %Y "$1" 2>/dev/null || stat -f %m "$1" 2>/dev/null
}
cd "$HOME/.daymark/@NAME@" && __dm_began=$(__dm_at started) || exit
if [ -e exit ]; then __dm_then=$(__dm_at exit); else __dm_then=$(date +%s); fi
echo "$((__dm_then - __dm_began))"
