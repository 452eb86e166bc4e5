-- One page of a sorted-set index, by position after a cursor that may have left the index meanwhile.
-- KEYS[1] index
-- ARGV    "asc" | "desc", limit, cursor score ("" for the first page), cursor member
-- Reply   {score, member, ...} with one entry more than the limit when there is a next page
local desc, start = ARGV[1] == "desc", 0
if ARGV[3] ~= "" then
  local rank = redis.call(desc and "ZREVRANK" or "ZRANK", KEYS[1], ARGV[4])
  if rank and tonumber(redis.call("ZSCORE", KEYS[1], ARGV[4])) == tonumber(ARGV[3]) then
    start = rank + 1
  else
    start = desc and redis.call("ZCOUNT", KEYS[1], "(" .. ARGV[3], "+inf") or redis.call("ZCOUNT", KEYS[1], "-inf", "(" .. ARGV[3])
  end
end
return redis.call(desc and "ZREVRANGE" or "ZRANGE", KEYS[1], start, start + tonumber(ARGV[2]), "WITHSCORES")
