-- Adds to the stock of a SKU, or subtracts from it; once for each operation that has an id, however often it is called.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:restocked
-- ARGV    quantity, negative to subtract; operation ("" for one that may not be repeated); keepSeconds (how long an operation
--         is remembered)
-- Reply   the stock after that; "unknown" without such a SKU; "too-few" when the stock would fall below 0
local sku, restocked = KEYS[1], KEYS[2]
local quantity, operation, keepSeconds = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if redis.call("EXISTS", sku) == 0 then return "unknown" end
local before = tonumber(redis.call("HGET", sku, "stock") or "0")
if operation ~= "" and redis.call("ZSCORE", restocked, operation) then return tostring(before) end
local stock = before + quantity
if stock < 0 then return "too-few" end
redis.call("HSET", sku, "stock", stock)
if operation ~= "" then
  local now = redis.call("TIME")[1]
  redis.call("ZADD", restocked, now, operation)
  redis.call("ZREMRANGEBYSCORE", restocked, "-inf", now - keepSeconds)
  redis.call("EXPIRE", restocked, keepSeconds)
end
return tostring(stock)
