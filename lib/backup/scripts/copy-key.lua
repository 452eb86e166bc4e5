-- Copies a key, so that it can be read in pieces while others change it. The copy expires, should nobody delete it.
-- KEYS[1] any key  KEYS[2] the copy
-- ARGV    how long the copy is kept (ms)
-- Reply   {type, when the key expires (ms, or -1)} at this moment, or {"none", -1}
if redis.call("COPY", KEYS[1], KEYS[2], "REPLACE") == 0 then return { "none", -1 } end
redis.call("PEXPIRE", KEYS[2], ARGV[1])
return { redis.call("TYPE", KEYS[1]).ok, redis.call("PEXPIRETIME", KEYS[1]) }
