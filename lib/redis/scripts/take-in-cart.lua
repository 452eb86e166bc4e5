-- Second step of a merge: adds a guest's lines to a cart, once for each guest however often it is called.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:merged
-- ARGV    guest id, highest quantity, most lines, expiry of the memory in s, expiry of the cart in s (0: none), sku, quantity, ...
-- Reply   1 when the lines were added, 0 when they had been before
redis.call("EXPIRE", KEYS[2], ARGV[4])
if redis.call("SADD", KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call("EXPIRE", KEYS[2], ARGV[4])
local most, lines = tonumber(ARGV[2]), tonumber(ARGV[3])
for i = 6, #ARGV, 2 do
  local present = redis.call("HGET", KEYS[1], ARGV[i])
  if present or redis.call("HLEN", KEYS[1]) < lines then
    redis.call("HSET", KEYS[1], ARGV[i], math.min(most, tonumber(present or "0") + tonumber(ARGV[i + 1])))
  end
end
if ARGV[5] ~= "0" then redis.call("EXPIRE", KEYS[1], ARGV[5]) end
return 1
