-- Checks stock and purchase limit of one SKU and holds a quantity for an order. Idempotent by order id.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:holds  KEYS[3] {sku:<id>}:closed  KEYS[4] {sku:<id>}:bought_by
-- ARGV    order id ("" to check only), shopper (ids separated by spaces), quantity
-- Reply   {"held"} | {"closed"} when the order has been decided | {"short", what the shopper can have, orders that hold
--         some, the purchase limit when it is what the shopper exceeds, else 0}
local order, shopper, quantity = ARGV[1], ARGV[2], tonumber(ARGV[3])
if order ~= "" then
  local held = redis.call("HGET", KEYS[2], order)
  if held == ARGV[3] then return { "held" } end
  if held then
    -- Of an earlier attempt under this id, whose order was lost with its server: it had another quantity.
    redis.call("HDEL", KEYS[2], order)
    redis.call("HINCRBY", KEYS[1], "stock", held)
    for id in string.gmatch(shopper, "%S+") do redis.call("ZREM", KEYS[4], id .. " " .. order .. " " .. held) end
  end
  if redis.call("ZSCORE", KEYS[3], order) then return { "closed" } end
end
local found = redis.call("HMGET", KEYS[1], "stock", "purchase_limit")
local stock, limit = tonumber(found[1] or "0"), tonumber(found[2] or "")
if limit then
  -- The units of the orders that share an id with this shopper, each counted once.
  local left, counted = limit, {}
  for id in string.gmatch(shopper, "%S+") do
    -- All members that begin with the id and a space: "!" follows the space.
    for _, member in ipairs(redis.call("ZRANGE", KEYS[4], "[" .. id .. " ", "(" .. id .. "!", "BYLEX")) do
      local other, units = string.match(member, "(%S+) (%d+)$")
      if not counted[other] then left = left - tonumber(units) end
      counted[other] = true
    end
  end
  -- Earlier orders may exceed a limit that was lowered since.
  left = math.max(0, left)
  if left < quantity and left <= stock then return { "short", left, 0, limit } end
end
if stock < quantity then return { "short", stock, redis.call("HLEN", KEYS[2]), 0 } end
if order ~= "" then
  redis.call("HINCRBY", KEYS[1], "stock", -quantity)
  redis.call("HSET", KEYS[2], order, quantity)
  if limit then
    for id in string.gmatch(shopper, "%S+") do redis.call("ZADD", KEYS[4], 0, id .. " " .. order .. " " .. quantity) end
  end
end
return { "held" }
