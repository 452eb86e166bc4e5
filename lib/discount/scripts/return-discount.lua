-- Returns the use of a discount code by a cancelled order. Idempotent by order id.
-- KEYS[1] discount:<code>  KEYS[2] {discount:<code>}:used_by  KEYS[3] {discount:<code>}:returned
-- ARGV    order id, shopper
-- Reply   1, or 0 when nothing was returned
if redis.call("SADD", KEYS[3], ARGV[1]) == 0 then return 0 end
-- A code that was deleted by hand since has no uses.
if tonumber(redis.call("HGET", KEYS[1], "used") or "0") < 1 then return 0 end
redis.call("HINCRBY", KEYS[1], "used", -1)
if redis.call("HINCRBY", KEYS[2], ARGV[2], -1) < 1 then redis.call("HDEL", KEYS[2], ARGV[2]) end
return 1
