-- Draws the next user id. A counter that holds no number, of whatever type it is, counts as 0 and is replaced.
-- KEYS    userIds: user_ids
-- ARGV    least (the id is not below it; 0 for any)
-- Reply   the id, and 1 when what the counter held was no number, else 0
local userIds, least = KEYS[1], tonumber(ARGV[1])
local held = redis.pcall("GET", userIds)
local isNumber = type(held) == "string" and #held <= 15 and string.match(held, "^%d+$") ~= nil
local id = math.max((isNumber and tonumber(held) or 0) + 1, least)
redis.call("SET", userIds, string.format("%.0f", id))
return { id, (isNumber or held == false) and 0 or 1 }
