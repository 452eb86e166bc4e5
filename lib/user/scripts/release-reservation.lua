-- Releases the reservation of a name, if this user id still has it.
-- KEYS    name: username_to_id:<name> or email_to_id:<e-mail>
-- ARGV    id
-- Reply   1 when it was released, else 0
local name, id = KEYS[1], ARGV[1]
if redis.call("GET", name) ~= id then return 0 end
return redis.call("DEL", name)
