-- One page of a sorted-set index, after a cursor whose member may have left the index meanwhile.
-- KEYS[1] index
-- ARGV    "asc" | "desc", limit, cursor score ("" for the first page), cursor member
-- Reply   {member, score, ...} with one entry more than the limit when there is a next page
local desc, score, member = ARGV[1] == "desc", ARGV[3], ARGV[4]

-- By bytes, as the index is ordered: "<" of Lua follows the locale of the server.
local function isBefore(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

local start = 0
if score ~= "" then
  -- Among the entries of the cursor's score, counted upwards, find the first that is past the cursor.
  local low = redis.call("ZCOUNT", KEYS[1], "-inf", "(" .. score)
  local high = low + redis.call("ZCOUNT", KEYS[1], score, score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local entry = redis.call("ZRANGE", KEYS[1], middle, middle)[1]
    if isBefore(entry, member) or (not desc and entry == member) then low = middle + 1 else high = middle end
  end
  start = desc and redis.call("ZCARD", KEYS[1]) - low or low
end
return redis.call(desc and "ZREVRANGE" or "ZRANGE", KEYS[1], start, start + tonumber(ARGV[2]), "WITHSCORES")
