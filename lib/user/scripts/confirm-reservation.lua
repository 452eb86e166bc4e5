-- Makes the reservation of a name permanent, if this user id still has it.
-- KEYS    name: username_to_id:<name> or email_to_id:<e-mail>
-- ARGV    id
-- Reply   1 when the name is this id's for good, else 0
local name, id = KEYS[1], ARGV[1]
if redis.call("GET", name) ~= id then return 0 end
redis.call("PERSIST", name)
return 1
