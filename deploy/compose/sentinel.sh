#!/bin/sh
# A Sentinel of compose.yaml. It keeps what it learns in its configuration file. ANNOUNCE is its own name.
set -eu
file=/data/sentinel.conf
if [ ! -f "$file" ]; then
  cat >"$file" <<END
port 26379
dir /data
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $ANNOUNCE
sentinel monitor mymaster redis-1 6379 2
sentinel auth-pass mymaster $REDIS_PASSWORD
sentinel down-after-milliseconds mymaster 5000
sentinel failover-timeout mymaster 10000
END
fi
exec redis-server "$file" --sentinel
