-- Keeps or gives back the place of the one active run, if it still is this run's.
-- KEYS[1] runs:active
-- ARGV    run id, lease in ms (0 gives the place back)
-- Reply   1 when it was this run's, else 0
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == "0" then
  redis.call("DEL", KEYS[1])
else
  redis.call("PEXPIRE", KEYS[1], ARGV[2])
end
return 1
