-- Sets a field of a session that exists. Never recreates a session that has ended.
-- KEYS    session: session:<sid>
-- ARGV    field, value
-- Reply   1 when the field was set, 0 without a session
local session, field, value = KEYS[1], ARGV[1], ARGV[2]
if redis.call("EXISTS", session) == 0 then return 0 end
redis.call("HSET", session, field, value)
return 1
