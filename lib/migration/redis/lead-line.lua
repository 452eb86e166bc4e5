-- Changes the quantity of a line of a cart, if Redis leads. The version is above all that the line has had.
-- KEYS    cart: cart:<owner>, versions: SKU -> version of its line, also of a removed one, fence
-- ARGV    mode (what the fence must say), sku, quantity, how ("add" | "set"), maxQuantity, expirySeconds (0: never),
--         tombstoneMs (0: never)
-- Reply   {"not-leading"} | {version, quantity, expiresAtMs (0: never)}
local cart, versions, fence = KEYS[1], KEYS[2], KEYS[3]
local sku, quantity = ARGV[2], tonumber(ARGV[3])
if redis.call("GET", fence) ~= ARGV[1] then return { "not-leading" } end
if ARGV[4] == "add" then quantity = quantity + (tonumber(redis.call("HGET", cart, sku)) or 0) end
quantity = math.min(quantity, tonumber(ARGV[5]))
local version = string.format("%d", (tonumber(redis.call("HGET", versions, sku)) or 0) + 1)
redis.call("HSET", versions, sku, version)
if quantity > 0 then redis.call("HSET", cart, sku, quantity) else redis.call("HDEL", cart, sku) end
local expiresAt = "0"
if ARGV[6] ~= "0" then
  local time = redis.call("TIME")
  expiresAt = string.format("%d", math.floor((time[1] + ARGV[6]) * 1000 + time[2] / 1000))
  redis.call("PEXPIREAT", cart, expiresAt)
end
if ARGV[7] ~= "0" then redis.call("PEXPIRE", versions, ARGV[7]) end
return { version, quantity, expiresAt }
