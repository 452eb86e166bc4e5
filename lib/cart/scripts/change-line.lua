-- Adds to a cart line, sets it, or keeps it at the quantity or more: clamp, line limit and expiry in one step.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:moved_to  KEYS[3] {cart:<owner>}:left_out
-- ARGV    sku, quantity, "add" | "set" | "keep", highest quantity, most lines, expiry in s (0: none)
-- Reply   {"moved"} | {"full"} | {"ok", n, n entries of what was left out, the whole cart}, both as sku, quantity, ...
if redis.call("EXISTS", KEYS[2]) == 1 then return { "moved" } end
local sku, quantity, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4])
local present = redis.call("HGET", KEYS[1], sku)
local before = tonumber(present or "0") or 0
if ARGV[3] == "add" then quantity = quantity + before end
if ARGV[3] == "keep" then quantity = math.max(quantity, before) end
if quantity > most then quantity = most end
if quantity < 1 then
  redis.call("HDEL", KEYS[1], sku)
elseif not present and redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[5]) then
  return { "full" }
else
  redis.call("HSET", KEYS[1], sku, quantity)
end
redis.call("HDEL", KEYS[3], sku)
if ARGV[6] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[6]) end
local reply = redis.call("HGETALL", KEYS[3])
table.insert(reply, 1, "ok")
table.insert(reply, 2, #reply - 1)
for _, entry in ipairs(redis.call("HGETALL", KEYS[1])) do reply[#reply + 1] = entry end
return reply
