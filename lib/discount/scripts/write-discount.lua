-- Creates or edits a discount code.
-- KEYS[1] discount:<code>
-- ARGV    "create" | "edit", field, value, ...
-- Reply   1, or 0 when it already exists (create) or does not exist (edit)
local exists = redis.call("EXISTS", KEYS[1]) == 1
if exists ~= (ARGV[1] == "edit") then return 0 end
redis.call("HSET", KEYS[1], unpack(ARGV, 2))
return 1
