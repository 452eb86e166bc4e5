-- Enters a picture into the list of uploaded pictures, before it is written, unless the list is full.
-- KEYS[1] pictures
-- ARGV    id; now (seconds since 1970); most (how many pictures there may be)
-- Reply   1; 0 when there are as many pictures already
local pictures = KEYS[1]
local id, now, most = ARGV[1], ARGV[2], tonumber(ARGV[3])
if redis.call("ZSCORE", pictures, id) then return 1 end
if redis.call("ZCARD", pictures) >= most then return 0 end
redis.call("ZADD", pictures, now, id)
return 1
