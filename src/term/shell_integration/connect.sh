# Starts ssh to the host $1, with the other words before it. A link that is dead without a word
# must be noticed, and a host that does not answer be given up; the operator's own configuration
# says when, and only where it says nothing (`ssh -G`), we do.
host=$1
shift
said=$(ssh -G -- "$host" 2>/dev/null </dev/null)
case $said in *'serveraliveinterval 0'*) set -- -o ServerAliveInterval=10 "$@" ;; esac
case $said in *'connecttimeout none'*) set -- -o ConnectTimeout=30 "$@" ;; esac
exec ssh "$@" -- "$host"
