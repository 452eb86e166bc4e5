-- Reserves a name for a user id, until the reservation is confirmed or expires.
-- KEYS    name: username_to_id:<name> or email_to_id:<e-mail>
-- ARGV    id, retired (what a name holds that this id gave up: it may have it back), expirySeconds
-- Reply   1 when it was reserved, 0 when it is taken or reserved, also by this id
local name, id, retired, expirySeconds = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local holder = redis.call("GET", name)
if holder and holder ~= retired then return 0 end
redis.call("SET", name, id, "EX", expirySeconds)
return 1
