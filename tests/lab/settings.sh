# What all scripts of the lab share. Sourced.
# shellcheck shell=bash disable=SC2034 # used where it is sourced

export LAB_NAME=${LAB_NAME:-lab}               # labs of other names run beside this one
LAB_CACHE=${LAB_CACHE:-/var/cache/daymark-lab} # images, packages, wheels: dear, kept
export LAB_STATE=${LAB_STATE:-/var/lib/daymark-$LAB_NAME} # disks of the hosts: cheap, thrown away by `down`
LAB_SAVED=${LAB_SAVED:-/var/lib/daymark-saved} # what `save` put aside
LAB_MIRROR=${LAB_MIRROR:-http://deb.debian.org/debian}

DOMAIN=senex.test
NETWORK=10.56.0

# name and last part of the address; the names are those of the plan's hosts
HOSTS='control:2 app:11 db01:12 cache01:13 web02:14 db02:15 redis02:16 redis03:17 worker01:18
       lb01:19 mon01:20 lb02:21 dr01:22'

# The images that the plan asks for, by the names it has for them.
APP_IMAGE=registry.example.com/senex/senex-trader:1.0.0
POSTGRES_IMAGE=docker.io/library/postgres:17-bookworm
REDIS_IMAGE=docker.io/library/redis:7.4-bookworm
PROMETHEUS_IMAGE=docker.io/prom/prometheus:v3.13.2
GRAFANA_IMAGE=docker.io/grafana/grafana:12.4.10
LOKI_IMAGE=docker.io/grafana/loki:3.5.5

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

address() { # HOST
  local host
  for host in $HOSTS; do
    if [ "${host%:*}" = "$1" ]; then
      echo "$NETWORK.${host#*:}"
      return
    fi
  done
  echo "the lab has no host called $1" >&2
  return 1
}

cgroups() {
  local root
  for root in /sys/fs/cgroup /sys/fs/cgroup/unified; do
    if [ "$(stat -f -c %T "$root")" = cgroup2fs ]; then
      echo "$root"
      return
    fi
  done
  echo 'the lab needs cgroup v2 mounted somewhere below /sys/fs/cgroup' >&2
  return 1
}
