-- Sets or removes the synonyms of a word. The first change stores the standard ones before it. Idempotent.
-- KEYS[1] search:synonyms  KEYS[2] {search:synonyms}:edited
-- ARGV    most words, word, its synonyms or "" to remove it, then the standard synonyms: word, synonyms, word, synonyms…
-- Reply   "ok"; "full" when there are too many words, and nothing was changed
local most, word, synonyms = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local edited = redis.call("EXISTS", KEYS[2]) == 1
if edited and synonyms ~= "" and redis.call("HEXISTS", KEYS[1], word) == 0 and redis.call("HLEN", KEYS[1]) >= most then
  return "full"
end
if not edited then
  redis.call("DEL", KEYS[1])
  for i = 4, #ARGV, 2 do redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1]) end
  redis.call("SET", KEYS[2], "1")
end
if synonyms == "" then
  redis.call("HDEL", KEYS[1], word)
else
  redis.call("HSET", KEYS[1], word, synonyms)
end
return "ok"
