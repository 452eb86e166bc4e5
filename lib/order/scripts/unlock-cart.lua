-- Releases the lock of a cart and removes what was bought; what was added meanwhile stays. Only the holder of the lock
-- can do this, and the lock goes with it, so it happens once.
-- KEYS    cart: cart:<owner>, checkout: {cart:<owner>}:checkout (the lock)
-- ARGV    lock, then SKU, quantity bought, ...
-- Reply   1 when the lock was released, 0 when it is gone or another one
local cart, checkout, lock = KEYS[1], KEYS[2], ARGV[1]
if redis.call("GET", checkout) ~= lock then return 0 end
redis.call("DEL", checkout)
for i = 2, #ARGV, 2 do
  local sku, bought = ARGV[i], tonumber(ARGV[i + 1])
  local present = redis.call("HGET", cart, sku)
  if present and tonumber(present) > bought then
    redis.call("HINCRBY", cart, sku, -bought)
  elseif present then
    redis.call("HDEL", cart, sku)
  end
end
return 1
