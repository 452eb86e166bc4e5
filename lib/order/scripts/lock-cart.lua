-- Begins the checkout of a cart that holds exactly these lines. One at a time.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:checkout  KEYS[3] {cart:<owner>}:moved_to
-- ARGV    claim, a claim that it may replace ("" for none), expiry of the claim in s, sku, quantity, ...
-- Reply   "ok" | "changed" | the claim that is in the way
local holder = redis.call("GET", KEYS[2])
if holder and holder ~= ARGV[2] then return holder end
if redis.call("EXISTS", KEYS[3]) == 1 then return "changed" end
local lines = 0
for _, quantity in ipairs(redis.call("HVALS", KEYS[1])) do
  -- What is no quantity, written by somebody else, counts as no line.
  if (tonumber(quantity) or 0) > 0 then lines = lines + 1 end
end
if lines ~= (#ARGV - 3) / 2 then return "changed" end
for i = 4, #ARGV, 2 do
  if redis.call("HGET", KEYS[1], ARGV[i]) ~= ARGV[i + 1] then return "changed" end
end
redis.call("SET", KEYS[2], ARGV[1], "EX", ARGV[3])
return "ok"
