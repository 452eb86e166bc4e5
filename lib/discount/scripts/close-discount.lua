-- Closes an order's hold on a discount code: it becomes a use, or is released. Idempotent. For an hour a late hold for
-- the same order, from a slow process, is refused. A hold that a failed server has taken with it, as close-hold.lua
-- describes, becomes a use all the same.
-- KEYS[1] discount:<code>  KEYS[2] {discount:<code>}:holds  KEYS[3] {discount:<code>}:uses  KEYS[4] {discount:<code>}:closed
-- ARGV    order id, "used" | "released", shopper (ids separated by spaces), began (s): of the order
local order, outcome, began, now = ARGV[1], ARGV[2], tonumber(ARGV[4]), tonumber(redis.call("TIME")[1])
local isClosed = redis.call("ZSCORE", KEYS[4], order)
local shopper = redis.call("HGET", KEYS[2], order)
local wasLost = not shopper and not isClosed and began > now - 3000
if shopper then redis.call("HDEL", KEYS[2], order) end
if outcome == "used" and (shopper or wasLost) and redis.call("EXISTS", KEYS[1]) == 1 then
  redis.call("HINCRBY", KEYS[1], "used", 1)
  for id in string.gmatch(shopper or ARGV[3], "%S+") do redis.call("ZADD", KEYS[3], 0, id .. " " .. order) end
end
redis.call("ZREMRANGEBYSCORE", KEYS[4], "-inf", now - 3600)
redis.call("ZADD", KEYS[4], now, order)
redis.call("EXPIRE", KEYS[4], 3600)
