-- Takes from an order who it went to.
-- KEYS[1] order:<id>
-- Reply   the e-mail address that it had, "" for none
if redis.call("EXISTS", KEYS[1]) == 0 then return "" end
local email = redis.call("HGET", KEYS[1], "email") or ""
redis.call("HSET", KEYS[1], "name", "", "email", "", "address", "", "city", "", "postcode", "")
return email
