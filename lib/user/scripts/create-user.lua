-- Writes the hash of a new user, unless the key exists, of whatever type it is: an account is never overwritten.
-- KEYS    user: user:<id>
-- ARGV    field, value, ...
-- Reply   1 when it was written, 0 when there is something already
local user = KEYS[1]
if redis.call("EXISTS", user) == 1 then return 0 end
redis.call("HSET", user, unpack(ARGV))
return 1
