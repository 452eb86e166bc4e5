-- Takes fields of a second factor away, and the recovery codes with the last factor.
-- KEYS    user: user:<id>, factor: {user:<id>}:second_factor or :passkeys, totp: {user:<id>}:second_factor,
--         passkeys: {user:<id>}:passkeys, codes: {user:<id>}:recovery_codes
-- ARGV    field, ... of factor
-- Reply   1 when something was taken away, else 0
local user, factor, totp, passkeys, codes = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if redis.call("HDEL", factor, unpack(ARGV)) == 0 then return 0 end
if redis.call("EXISTS", user) == 1 then redis.call("HINCRBY", user, "factors_version", 1) end
if redis.call("HEXISTS", totp, "totp_secret") == 0 and redis.call("EXISTS", passkeys) == 0 then redis.call("DEL", codes) end
return 1
