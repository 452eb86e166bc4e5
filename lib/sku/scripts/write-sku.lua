-- Creates or edits a SKU. Its former category is remembered until no index of that category can contain it any more.
-- A purchase limit is removed by writing "": what was counted towards it is forgotten.
-- KEYS[1] sku:<id>  KEYS[2] {sku:<id>}:left  KEYS[3] {sku:<id>}:bought_by
-- ARGV    "create" | "edit", category ("" to keep it), field, value, ...
-- Reply   1, or 0 when it already exists (create) or does not exist (edit)
local exists = redis.call("EXISTS", KEYS[1]) == 1
if exists ~= (ARGV[1] == "edit") then return 0 end
-- A SKU that others have written may name no category.
local before = redis.call("HGET", KEYS[1], "category") or ""
if exists and ARGV[2] ~= "" and ARGV[2] ~= before then redis.call("SADD", KEYS[2], before) end
redis.call("SREM", KEYS[2], ARGV[2])
redis.call("PERSIST", KEYS[2])
redis.call("HSET", KEYS[1], unpack(ARGV, 3))
if redis.call("HGET", KEYS[1], "purchase_limit") == "" then
  redis.call("HDEL", KEYS[1], "purchase_limit")
  redis.call("DEL", KEYS[3])
end
return 1
