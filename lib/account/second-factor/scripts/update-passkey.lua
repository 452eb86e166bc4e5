-- Notes the use of a passkey. Never brings back one that was taken away.
-- KEYS    passkeys: {user:<id>}:passkeys
-- ARGV    id (of the credential), passkey (as JSON)
-- Reply   1 when it was noted, 0 when there is no such passkey any more
local passkeys, id, passkey = KEYS[1], ARGV[1], ARGV[2]
if redis.call("HEXISTS", passkeys, id) == 0 then return 0 end
redis.call("HSET", passkeys, id, passkey)
return 1
