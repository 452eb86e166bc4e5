-- Changes fields of a user who is there, and never brings back one who is gone.
-- KEYS[1] user:<id>
-- ARGV    the password hash that the user must still have ("" for any), field, value, ...
-- Reply   1 when changed, 0 when the user is gone or has another password now
local hash = redis.call("HGET", KEYS[1], "password_hash")
if not hash or (ARGV[1] ~= "" and ARGV[1] ~= hash) then return 0 end
redis.call("HSET", KEYS[1], unpack(ARGV, 2))
return 1
