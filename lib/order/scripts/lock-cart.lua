-- Locks a cart for a checkout, if it has exactly these lines and there is no other lock.
-- KEYS    cart: cart:<owner>, checkout: {cart:<owner>}:checkout (the lock), movedTo: {cart:<owner>}:moved_to
-- ARGV    lock, staleLock (that may be replaced, "" for none), expirySeconds (of the lock), then SKU, quantity, ...
-- Reply   "ok" | "changed" | the lock that exists
local cart, checkout, movedTo = KEYS[1], KEYS[2], KEYS[3]
local lock, staleLock, expirySeconds = ARGV[1], ARGV[2], ARGV[3]
local existing = redis.call("GET", checkout)
if existing and existing ~= staleLock then return existing end
if redis.call("EXISTS", movedTo) == 1 then return "changed" end
local lines = 0
for _, quantity in ipairs(redis.call("HVALS", cart)) do
  -- A value that is not a quantity, written by others, is no line.
  if (tonumber(quantity) or 0) > 0 then lines = lines + 1 end
end
if lines ~= (#ARGV - 3) / 2 then return "changed" end
for i = 4, #ARGV, 2 do
  local sku, quantity = ARGV[i], ARGV[i + 1]
  if redis.call("HGET", cart, sku) ~= quantity then return "changed" end
end
redis.call("SET", checkout, lock, "EX", expirySeconds)
return "ok"
