-- Writes a version of a line of a cart that another store has made, unless this one or a newer one is there. The cart lives
-- as long as the line of it that lives longest.
-- KEYS    cart: cart:<owner>, versions: SKU -> version of its line, also of a removed one
-- ARGV    sku, version, quantity (0: removed), expiresAtMs (0: never), tombstoneMs (0: never)
-- Reply   1 if it was written
local cart, versions, sku, version = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2])
if (tonumber(redis.call("HGET", versions, sku)) or 0) >= version then return 0 end
local time = redis.call("TIME")
local now = time[1] * 1000 + time[2] / 1000
local expiresAt = tonumber(ARGV[4])
redis.call("HSET", versions, sku, ARGV[2])
local left = redis.call("PTTL", cart)
if tonumber(ARGV[3]) > 0 and (expiresAt == 0 or expiresAt > now) then
  redis.call("HSET", cart, sku, ARGV[3])
else
  redis.call("HDEL", cart, sku)
end
-- Without an expiry a cart that exists lives for ever. One that is empty now is gone.
if expiresAt > 0 and left ~= -1 and expiresAt > now + math.max(left, 0) then redis.call("PEXPIREAT", cart, ARGV[4]) end
if ARGV[5] ~= "0" then redis.call("PEXPIRE", versions, ARGV[5]) end
return 1
