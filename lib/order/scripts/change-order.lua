-- Writes fields of an order if its status, and its version where one is given, are still as expected.
-- KEYS    order: order:<id>
-- ARGV    status ("none": there is no such order), version ("*": any), then field, value, ...
-- Reply   1 when the fields were written, else 0
local order, status, version = KEYS[1], ARGV[1], ARGV[2]
local currentStatus = redis.call("HGET", order, "status") or "none"
local currentVersion = redis.call("HGET", order, "version") or "0"
if currentStatus ~= status or (version ~= "*" and currentVersion ~= version) then return 0 end
redis.call("HSET", order, unpack(ARGV, 3))
redis.call("HINCRBY", order, "version", 1)
redis.call("PERSIST", order)
return 1
