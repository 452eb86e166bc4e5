-- Extends the lease of the active run if this run still holds it.
-- KEYS[1] runs:active
-- ARGV    run id, lease in ms
-- Reply   1 if this run holds it, else 0
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return 1
