-- Reads an order and raises its version, so that a process that read it earlier can't change it without reading it again.
-- An order that does not exist is marked as abandoned for a day, so that nobody can create it later.
-- KEYS    order: order:<id>
-- Reply   the hash as field, value, ...
local order = KEYS[1]
redis.call("HINCRBY", order, "version", 1)
if redis.call("HSETNX", order, "status", "abandoned") == 1 then redis.call("EXPIRE", order, 86400) end
return redis.call("HGETALL", order)
