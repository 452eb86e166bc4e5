-- Checks the rules of a discount code and holds one use of it for an order. Idempotent by order id.
-- KEYS[1] discount:<code>  KEYS[2] {discount:<code>}:holds  KEYS[3] {discount:<code>}:uses  KEYS[4] {discount:<code>}:closed
-- ARGV    order id ("" to check only), shopper (ids separated by spaces, "" when not known yet), subtotal in cents
-- Reply   {"ok", kind, value} | {"closed"} when the order has been decided | {"refused", rule, what it requires}
local order, shopper = ARGV[1], ARGV[2]
local names = { "kind", "value", "active", "starts_at", "ends_at", "minimum", "total_limit", "user_limit", "used" }
local code = {}
for i, found in ipairs(redis.call("HMGET", KEYS[1], unpack(names))) do code[names[i]] = found or "" end
local function number(name) return tonumber(code[name]) or 0 end
local function refuse(rule, detail) return { "refused", rule, detail or "" } end

if order ~= "" then
  if redis.call("HEXISTS", KEYS[2], order) == 1 then return { "ok", code.kind, code.value } end
  if redis.call("ZSCORE", KEYS[4], order) then return { "closed" } end
end
if code.kind == "" then return refuse("unknown") end
if code.active ~= "1" then return refuse("stopped") end
local now = tonumber(redis.call("TIME")[1])
if now < number("starts_at") then return refuse("early", code.starts_at) end
if number("ends_at") > 0 and now >= number("ends_at") then return refuse("expired", code.ends_at) end
-- Stored as "50.10", which a float can only approximate.
if tonumber(ARGV[3]) < math.floor(number("minimum") * 100 + 0.5) then return refuse("minimum", code.minimum) end
local total, each = number("total_limit"), number("user_limit")
if each > 0 and shopper ~= "" then
  -- Orders that share an id with this shopper, each counted once.
  local ids, orders, own = {}, {}, 0
  local function count(other)
    if not orders[other] then own = own + 1 end
    orders[other] = true
  end
  for id in string.gmatch(shopper, "%S+") do
    ids[id] = true
    -- All members that begin with the id and a space: "!" follows the space.
    for _, member in ipairs(redis.call("ZRANGE", KEYS[3], "[" .. id .. " ", "(" .. id .. "!", "BYLEX")) do
      count(string.match(member, "%S+$"))
    end
  end
  local holds = redis.call("HGETALL", KEYS[2])
  for i = 1, #holds, 2 do
    for id in string.gmatch(holds[i + 1], "%S+") do
      if ids[id] then count(holds[i]) end
    end
  end
  if own >= each then return refuse("used-by-you") end
end
if total > 0 and number("used") + redis.call("HLEN", KEYS[2]) >= total then return refuse("used-up") end
if order ~= "" then redis.call("HSET", KEYS[2], order, shopper) end
return { "ok", code.kind, code.value }
