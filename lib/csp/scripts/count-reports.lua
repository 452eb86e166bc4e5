-- Counts reports of violations. The hash expires as a whole and never has more than maxFields fields: once it is full, a
-- new one takes the place of the rarest, which counts under "other" from then on. So invented reports don't keep others out.
-- KEYS    reports: csp:reports
-- ARGV    maxFields, lifeSeconds, then one field for each report
-- Reply   the number of fields after that
local reports = KEYS[1]
local maxFields, lifeSeconds = tonumber(ARGV[1]), tonumber(ARGV[2])
if redis.call("HSETNX", reports, "since", redis.call("TIME")[1]) == 1 then redis.call("EXPIRE", reports, lifeSeconds) end
for i = 3, #ARGV do
  local field = ARGV[i]
  -- One place is kept for "other".
  if redis.call("HEXISTS", reports, field) == 0 and redis.call("HLEN", reports) >= maxFields - 1 then
    local rarest, least
    local counts = redis.call("HGETALL", reports)
    for n = 1, #counts, 2 do
      local count = tonumber(counts[n + 1])
      if counts[n] ~= "since" and counts[n] ~= "other" and (not least or count < least) then
        rarest, least = counts[n], count
      end
    end
    if rarest then
      redis.call("HDEL", reports, rarest)
      redis.call("HINCRBY", reports, "other", least)
    end
  end
  redis.call("HINCRBY", reports, field, 1)
end
return redis.call("HLEN", reports)
