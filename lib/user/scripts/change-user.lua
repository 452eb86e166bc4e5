-- Sets fields of a user who exists. Never recreates a deleted user.
-- KEYS    user: user:<id>
-- ARGV    passwordHash, username (that the user must still have, "" for any; with a name the account must not be disabled
--         either), then field, value, ...
-- Reply   1 when the fields were set, 0 when the user is gone or has changed
local user, passwordHash, username = KEYS[1], ARGV[1], ARGV[2]
local present = redis.call("HMGET", user, "password_hash", "username", "disabled_at")
if not present[1] or (passwordHash ~= "" and passwordHash ~= present[1]) then return 0 end
if username ~= "" and (username ~= present[2] or present[3]) then return 0 end
redis.call("HSET", user, unpack(ARGV, 3))
return 1
