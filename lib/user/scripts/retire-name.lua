-- Gives a name up, if this user id still has it, and keeps it from others for a time.
-- KEYS    name: username_to_id:<name>
-- ARGV    id, retired (what the name holds meanwhile: not a user id), expirySeconds
-- Reply   1 when it was given up, else 0
local name, id, retired, expirySeconds = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
if redis.call("GET", name) ~= id then return 0 end
redis.call("SET", name, retired, "EX", expirySeconds)
return 1
