-- Writes fields of an order if nothing has come between: its status, and its version where one is given, are as expected.
-- KEYS[1] order:<id>
-- ARGV    status ("none" when there is no such order), version ("*" for any), field, value, ...
-- Reply   1 when they were written, else 0
local status = redis.call("HGET", KEYS[1], "status") or "none"
local version = redis.call("HGET", KEYS[1], "version") or "0"
if status ~= ARGV[1] or (ARGV[2] ~= "*" and version ~= ARGV[2]) then return 0 end
redis.call("HSET", KEYS[1], unpack(ARGV, 3))
redis.call("HINCRBY", KEYS[1], "version", 1)
redis.call("PERSIST", KEYS[1])
return 1
