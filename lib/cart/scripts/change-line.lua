-- Changes the quantity of a cart line, with its limits and the expiry of the cart, in one step.
-- KEYS    cart: cart:<owner>, movedTo: {cart:<owner>}:moved_to, leftOut: {cart:<owner>}:left_out
-- ARGV    sku, quantity, mode ("add" | "set" | "at-least"), maxQuantity, maxLines, expirySeconds (0: never)
-- Reply   {"moved"} | {"full"} | {"ok" or, when maxQuantity was exceeded, "limited", n, n entries of what a merge left
--         out, the whole cart}, both as SKU, quantity, ...
local cart, movedTo, leftOut = KEYS[1], KEYS[2], KEYS[3]
local sku, quantity, mode = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local maxQuantity, maxLines, expirySeconds = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]

if redis.call("EXISTS", movedTo) == 1 then return { "moved" } end
local present = redis.call("HGET", cart, sku)
local before = tonumber(present or "0") or 0
if mode == "add" then quantity = quantity + before end
if mode == "at-least" then quantity = math.max(quantity, before) end
local limited = quantity > maxQuantity
if limited then quantity = maxQuantity end
if quantity < 1 then
  redis.call("HDEL", cart, sku)
elseif not present and redis.call("HLEN", cart) >= maxLines then
  return { "full" }
else
  redis.call("HSET", cart, sku, quantity)
end
redis.call("HDEL", leftOut, sku)
if expirySeconds ~= "0" then redis.call("EXPIRE", cart, expirySeconds) end
local reply = redis.call("HGETALL", leftOut)
table.insert(reply, 1, limited and "limited" or "ok")
table.insert(reply, 2, #reply - 1)
for _, entry in ipairs(redis.call("HGETALL", cart)) do reply[#reply + 1] = entry end
return reply
