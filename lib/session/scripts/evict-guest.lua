-- Ends a guest's session that has not been active since a time.
-- KEYS[1] session:<sid>
-- ARGV    time in s
-- Reply   1 when it was ended, else 0
local fields = redis.call("HMGET", KEYS[1], "user_id", "last_activity")
local last = tonumber(fields[2] or "")
if fields[1] or not last or last >= tonumber(ARGV[1]) then return 0 end
return redis.call("DEL", KEYS[1])
