-- Writes a second factor, unless the user's factors have changed since they were looked at, or the user is gone or disabled.
-- KEYS    user: user:<id>, factor: {user:<id>}:second_factor or :passkeys
-- ARGV    version (of the factors, as the user was read), most (fields of the hash, 0 for any number), field, then its
--         value and further fields and values
-- Reply   "ok" | "changed" | "full"
local user, factor, version, most, field = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]), ARGV[3]
local present = redis.call("HMGET", user, "username", "factors_version", "disabled_at")
if not present[1] or present[3] or (present[2] or "0") ~= version then return "changed" end
if most > 0 and redis.call("HEXISTS", factor, field) == 0 and redis.call("HLEN", factor) >= most then return "full" end
redis.call("HSET", factor, unpack(ARGV, 3))
redis.call("HINCRBY", user, "factors_version", 1)
return "ok"
