-- Sets fields of a user who exists. Never recreates a deleted user.
-- KEYS    user: user:<id>
-- ARGV    passwordHash (that the user must still have, "" for any), then field, value, ...
-- Reply   1 when the fields were set, 0 when the user is gone or has another password now
local user, passwordHash = KEYS[1], ARGV[1]
local present = redis.call("HGET", user, "password_hash")
if not present or (passwordHash ~= "" and passwordHash ~= present) then return 0 end
redis.call("HSET", user, unpack(ARGV, 2))
return 1
