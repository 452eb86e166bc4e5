-- Counts reports of violations. The hash expires as a whole and never has more than maxFields fields: once it is full,
-- what it does not know yet counts under "other".
-- KEYS    reports: csp:reports
-- ARGV    now (seconds since 1970, with decimals), maxFields, lifeSeconds, then one field for each report
-- Reply   the number of fields after that
local reports = KEYS[1]
local now, maxFields, lifeSeconds = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
if redis.call("HSETNX", reports, "since", now) == 1 then redis.call("EXPIRE", reports, lifeSeconds) end
for i = 4, #ARGV do
  local field = ARGV[i]
  -- One place is kept for "other".
  if redis.call("HEXISTS", reports, field) == 0 and redis.call("HLEN", reports) >= maxFields - 1 then field = "other" end
  redis.call("HINCRBY", reports, field, 1)
end
return redis.call("HLEN", reports)
