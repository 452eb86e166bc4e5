-- Reads an order and makes a change fail whose author has looked at it before now. An order that is not there is marked
-- as abandoned for a day, so that it can't come into being behind our back.
-- KEYS[1] order:<id>
-- Reply   the hash as field, value, ...
redis.call("HINCRBY", KEYS[1], "version", 1)
if redis.call("HSETNX", KEYS[1], "status", "abandoned") == 1 then redis.call("EXPIRE", KEYS[1], 86400) end
return redis.call("HGETALL", KEYS[1])
