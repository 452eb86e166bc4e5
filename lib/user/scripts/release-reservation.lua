-- Gives a claimed name back, if it is still held by this id.
-- KEYS[1] username_to_id:<name> or email_to_id:<e-mail>
-- ARGV    id
-- Reply   1 when it was given back, else 0
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
