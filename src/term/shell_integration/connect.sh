# Connects to the host $1 with ssh, with the other words before it. A dead connection and a silent
# host must time out. Sets a timeout only if the operator's own configuration has none (`ssh -G`).
host=$1
shift
said=$(ssh -G -- "$host" 2>/dev/null </dev/null)
case $said in *'serveraliveinterval 0'*) set -- -o ServerAliveInterval=10 "$@" ;; esac
case $said in *'connecttimeout none'*) set -- -o ConnectTimeout=30 "$@" ;; esac
exec ssh "$@" -- "$host"
