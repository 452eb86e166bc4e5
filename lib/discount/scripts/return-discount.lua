-- Returns the use of a discount code by a cancelled order. Idempotent by order id.
-- KEYS[1] discount:<code>  KEYS[2] {discount:<code>}:uses  KEYS[3] {discount:<code>}:returned
-- ARGV    order id, shopper (ids separated by spaces)
-- Reply   1, or 0 when nothing was returned
if redis.call("SADD", KEYS[3], ARGV[1]) == 0 then return 0 end
for id in string.gmatch(ARGV[2], "%S+") do redis.call("ZREM", KEYS[2], id .. " " .. ARGV[1]) end
-- A code that was deleted by hand since has no uses.
if tonumber(redis.call("HGET", KEYS[1], "used") or "0") < 1 then return 0 end
redis.call("HINCRBY", KEYS[1], "used", -1)
return 1
