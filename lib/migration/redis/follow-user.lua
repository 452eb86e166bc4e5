-- Writes a version of a user that another store has made, unless this one or a newer one is there.
-- KEYS    user: user:<id>
-- ARGV    version, fields and values
-- Reply   1 if it was written
if (tonumber(redis.call("HGET", KEYS[1], "version")) or 0) >= tonumber(ARGV[1]) then return 0 end
redis.call("HSET", KEYS[1], "version", ARGV[1], unpack(ARGV, 2))
return 1
