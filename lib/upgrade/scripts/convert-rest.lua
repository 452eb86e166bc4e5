-- Turns what is left in `:used_by` into entries of `:uses`: uses by orders that are not found any more, because an
-- account was deleted and the addresses of its orders with it. Then `:used_by` is deleted. Idempotent.
-- KEYS[1] {discount:<code>}:used_by  KEYS[2] {discount:<code>}:uses
-- Reply   how many entries were made
local counts, made = redis.call("HGETALL", KEYS[1]), 0
for i = 1, #counts, 2 do
  for n = 1, tonumber(counts[i + 1]) or 0 do made = made + redis.call("ZADD", KEYS[2], 0, counts[i] .. " earlier-" .. n) end
end
redis.call("DEL", KEYS[1])
return made
