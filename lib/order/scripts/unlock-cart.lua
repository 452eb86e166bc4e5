-- Ends the checkout of a cart: what was bought leaves it, what was added meanwhile stays. The claim is the permission
-- and goes with it, so this happens once.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:checkout
-- ARGV    claim, sku, quantity bought, ...
if redis.call("GET", KEYS[2]) ~= ARGV[1] then return 0 end
redis.call("DEL", KEYS[2])
for i = 2, #ARGV, 2 do
  local present = redis.call("HGET", KEYS[1], ARGV[i])
  if present and tonumber(present) > tonumber(ARGV[i + 1]) then
    redis.call("HINCRBY", KEYS[1], ARGV[i], -ARGV[i + 1])
  elseif present then
    redis.call("HDEL", KEYS[1], ARGV[i])
  end
end
return 1
