-- Uses up a time step of an authenticator app, so that a code counts once (RFC 6238, section 5.2).
-- KEYS    factor: {user:<id>}:second_factor
-- ARGV    secret (sealed, with which the code was verified), step (number of the 30 s interval), resealed (the secret
--         sealed anew, or "")
-- Reply   1 when the step was unused and the secret is still that of the user, else 0
local factor, secret, step, resealed = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]
if redis.call("HGET", factor, "totp_secret") ~= secret then return 0 end
local used = tonumber(redis.call("HGET", factor, "totp_step") or "") or 0
-- A step that has not come yet was used before the clock was set back; it must not close the account until it comes.
if used * 30 > redis.call("TIME")[1] + 60 then used = 0 end
if step <= used then return 0 end
redis.call("HSET", factor, "totp_step", ARGV[2])
if resealed ~= "" then redis.call("HSET", factor, "totp_secret", resealed) end
return 1
