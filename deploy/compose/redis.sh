#!/bin/sh
# A Redis server of compose.yaml. Its configuration is written once: after that Redis and the Sentinels keep it, because
# a failover changes who replicates whom. ANNOUNCE is its own name, REPLICA_OF that of the first primary.
set -eu
file=/data/redis.conf
if [ ! -f "$file" ]; then
  cat >"$file" <<END
port 6379
dir /data
requirepass $REDIS_PASSWORD
masterauth $REDIS_PASSWORD
appendonly yes
save ""
maxmemory-policy noeviction
replica-announce-ip $ANNOUNCE
END
  if [ -n "${REPLICA_OF:-}" ]; then echo "replicaof $REPLICA_OF 6379" >>"$file"; fi
fi
exec redis-server "$file"
