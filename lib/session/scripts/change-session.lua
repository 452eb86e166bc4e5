-- Changes a field of a session that lives; never revives one that is gone.
-- KEYS[1] session:<sid>
-- ARGV    field, value
-- Reply   1 when changed, else 0
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
return 1
