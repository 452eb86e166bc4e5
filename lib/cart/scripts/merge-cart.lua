-- Second step of a merge: adds a guest's lines to a cart, once for each guest however often it is called.
-- A line that finds no room is written down, so that the shopper can be told.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:merged  KEYS[3] {cart:<owner>}:left_out
-- ARGV    guest id, highest quantity, most lines, expiry of the memory in s, expiry of what was left out in s,
--         expiry of the cart in s (0: none), sku, quantity, ...
-- Reply   1 when the lines were added, 0 when they had been before
local new = redis.call("SADD", KEYS[2], ARGV[1])
redis.call("EXPIRE", KEYS[2], ARGV[4])
if new == 0 then return 0 end
local most, lines = tonumber(ARGV[2]), tonumber(ARGV[3])
for i = 7, #ARGV, 2 do
  local sku, quantity = ARGV[i], tonumber(ARGV[i + 1]) or 0
  local present = redis.call("HGET", KEYS[1], sku)
  if quantity >= 1 then
    local hash = (present or redis.call("HLEN", KEYS[1]) < lines) and KEYS[1] or KEYS[3]
    local before = tonumber(redis.call("HGET", hash, sku) or "0") or 0
    redis.call("HSET", hash, sku, math.min(most, before + quantity))
  end
end
redis.call("EXPIRE", KEYS[3], ARGV[5])
if ARGV[6] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[6]) end
return 1
