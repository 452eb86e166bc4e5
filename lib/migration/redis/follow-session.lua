-- Writes a version of a session that another store has made, unless this one or a newer one is there.
-- KEYS    session: session:<sid>, gone: its tombstone
-- ARGV    version, deleted (1 or 0), expiresAtMs, tombstoneMs, fields and values
-- Reply   1 if it was written
local session, gone, version = KEYS[1], KEYS[2], tonumber(ARGV[1])
local known = math.max(tonumber(redis.call("HGET", session, "version")) or 0, tonumber(redis.call("GET", gone)) or 0)
if known >= version then return 0 end
local time = redis.call("TIME")
if ARGV[2] == "1" or tonumber(ARGV[3]) <= time[1] * 1000 + time[2] / 1000 then
  redis.call("DEL", session)
  redis.call("SET", gone, ARGV[1], "PX", ARGV[4])
  return 1
end
redis.call("DEL", session, gone)
redis.call("HSET", session, "version", ARGV[1], unpack(ARGV, 5))
redis.call("PEXPIREAT", session, ARGV[3])
return 1
