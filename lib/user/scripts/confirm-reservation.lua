-- Makes a claimed name last, if it is still held by this id.
-- KEYS[1] username_to_id:<name> or email_to_id:<e-mail>
-- ARGV    id
-- Reply   1 when this id holds it for good, else 0
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("PERSIST", KEYS[1])
return 1
