-- Ends the session of a guest who was last active before a time.
-- KEYS    session: session:<sid>
-- ARGV    before (seconds since 1970)
-- Reply   1 when the session was ended, else 0
local session, before = KEYS[1], tonumber(ARGV[1])
local fields = redis.call("HMGET", session, "user_id", "last_activity")
local userId, lastActivity = fields[1], tonumber(fields[2] or "")
if userId or not lastActivity or lastActivity >= before then return 0 end
return redis.call("DEL", session)
