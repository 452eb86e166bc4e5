-- Second step of a merge: adds the lines of a guest's cart to a cart, once for each guest however often it is called.
-- Lines that do not fit are recorded in leftOut, so that the shopper can be told.
-- KEYS    cart: cart:<owner>, merged: {cart:<owner>}:merged, leftOut: {cart:<owner>}:left_out
-- ARGV    guest, maxQuantity, maxLines, mergedSeconds (expiry of merged), leftOutSeconds (of leftOut),
--         expirySeconds (of the cart, 0: never), then SKU, quantity, ...
-- Reply   1 when the lines were added, 0 when that had been done before
local cart, merged, leftOut = KEYS[1], KEYS[2], KEYS[3]
local guest, maxQuantity, maxLines = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local mergedSeconds, leftOutSeconds, expirySeconds = ARGV[4], ARGV[5], ARGV[6]

local isNew = redis.call("SADD", merged, guest) == 1
redis.call("EXPIRE", merged, mergedSeconds)
if not isNew then return 0 end
for i = 7, #ARGV, 2 do
  local sku, quantity = ARGV[i], tonumber(ARGV[i + 1]) or 0
  local present = redis.call("HGET", cart, sku)
  if quantity >= 1 then
    local target = (present or redis.call("HLEN", cart) < maxLines) and cart or leftOut
    local before = tonumber(redis.call("HGET", target, sku) or "0") or 0
    redis.call("HSET", target, sku, math.min(maxQuantity, before + quantity))
  end
end
redis.call("EXPIRE", leftOut, leftOutSeconds)
if expirySeconds ~= "0" then redis.call("EXPIRE", cart, expirySeconds) end
return 1
