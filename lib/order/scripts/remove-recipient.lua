-- Removes the recipient of an order: name, e-mail address and address, but not the country.
-- KEYS    order: order:<id>
-- Reply   the e-mail address that the order had, "" for none
local order = KEYS[1]
if redis.call("EXISTS", order) == 0 then return "" end
local email = redis.call("HGET", order, "email") or ""
redis.call("HSET", order, "name", "", "email", "", "address", "", "city", "", "postcode", "")
return email
