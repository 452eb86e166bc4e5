-- Removes a member of a sorted set if its score is still the one that was seen.
-- KEYS[1] sorted set
-- ARGV    member, score
local score = redis.call("ZSCORE", KEYS[1], ARGV[1])
if not score or tonumber(score) ~= tonumber(ARGV[2]) then return 0 end
return redis.call("ZREM", KEYS[1], ARGV[1])
