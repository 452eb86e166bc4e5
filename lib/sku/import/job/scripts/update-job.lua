-- Changes fields of an import that still exists: one that has expired must not come back without its end.
-- KEYS[1] import:<id>
-- ARGV    field, value, ...
-- Reply   "gone", or the field `cancel`: "1" when somebody asked to stop, else ""
if redis.call("EXISTS", KEYS[1]) == 0 then return "gone" end
redis.call("HSET", KEYS[1], unpack(ARGV))
return redis.call("HGET", KEYS[1], "cancel") or ""
