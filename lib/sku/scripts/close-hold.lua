-- Closes an order's hold on one SKU: the quantity is sold, or returns to stock. Idempotent. For an hour a late hold for
-- the same order, from a slow process, is refused. If the SKU was removed, only the hold is deleted. What returns to stock
-- no longer counts towards the purchase limit.
-- An order of this hour that is sold and whose hold is neither there nor closed was held on a server that has failed, and
-- whose replica did not have it: its units are taken from stock now, and counted, as far as nobody else has bought them.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:holds  KEYS[3] {sku:<id>}:closed  KEYS[4] {sku:<id>}:bought_by
-- ARGV    order id, shopper (ids separated by spaces), "sold" | "stock", quantity, began (s): of the order
-- Reply   {the stock, 1 if there was a hold else 0, units that were taken now, units that are sold and were not there}
local order, shopper, outcome, quantity, began = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local now = tonumber(redis.call("TIME")[1])
-- First: it fails, before anything is written, when the key is of another type.
local isClosed = redis.call("ZSCORE", KEYS[3], order)
local held = redis.call("HGET", KEYS[2], order)
local taken, lacking = 0, 0
if held then
  redis.call("HDEL", KEYS[2], order)
  if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HINCRBY", KEYS[1], outcome, held) end
  if outcome == "stock" then
    for id in string.gmatch(shopper, "%S+") do redis.call("ZREM", KEYS[4], id .. " " .. order .. " " .. held) end
  end
elseif outcome == "sold" and not isClosed and began > now - 3000 and redis.call("EXISTS", KEYS[1]) == 1 then
  local found = redis.call("HMGET", KEYS[1], "stock", "created_at", "purchase_limit")
  -- A SKU that was removed and created again since did not sell it.
  if (tonumber(found[2] or "") or 0) <= began then
    taken = math.max(0, math.min(quantity, tonumber(found[1] or "") or 0))
    lacking = quantity - taken
    redis.call("HINCRBY", KEYS[1], "stock", -taken)
    redis.call("HINCRBY", KEYS[1], "sold", quantity)
    if found[3] then
      for id in string.gmatch(shopper, "%S+") do
        redis.call("ZADD", KEYS[4], 0, id .. " " .. order .. " " .. quantity)
      end
    end
  end
end
redis.call("ZREMRANGEBYSCORE", KEYS[3], "-inf", now - 3600)
redis.call("ZADD", KEYS[3], now, order)
redis.call("EXPIRE", KEYS[3], 3600)
return { tonumber(redis.call("HGET", KEYS[1], "stock") or "0"), held and 1 or 0, taken, lacking }
