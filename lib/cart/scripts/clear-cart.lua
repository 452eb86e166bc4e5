-- Empties a cart, unless its lines are on their way to another: then nothing may be taken out of it.
-- KEYS[1] cart:<owner>  KEYS[2] {cart:<owner>}:moved_to  KEYS[3] {cart:<owner>}:left_out
-- Reply   1 when it is empty now, 0 when it was handed over
if redis.call("EXISTS", KEYS[2]) == 1 then return 0 end
redis.call("DEL", KEYS[1], KEYS[3])
return 1
