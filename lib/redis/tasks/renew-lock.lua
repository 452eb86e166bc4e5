-- Extends a lock that is still ours.
-- KEYS[1] the lock
-- ARGV    token, how long it lives from now (ms)
-- Reply   1 if it is ours, else 0
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("PEXPIRE", KEYS[1], ARGV[2])
return 1
