-- Turns one order that `:used_by` has counted into an entry of `:uses`. Idempotent: an order counts once.
-- KEYS[1] {discount:<code>}:used_by  KEYS[2] {discount:<code>}:uses
-- ARGV    shopper (one id), order id
if tonumber(redis.call("HGET", KEYS[1], ARGV[1]) or "0") < 1 then return end
if redis.call("ZADD", KEYS[2], 0, ARGV[1] .. " " .. ARGV[2]) == 0 then return end
if redis.call("HINCRBY", KEYS[1], ARGV[1], -1) < 1 then redis.call("HDEL", KEYS[1], ARGV[1]) end
