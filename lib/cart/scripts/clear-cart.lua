-- Empties a cart, unless a merge has closed it: its lines are about to be added to another cart.
-- KEYS    cart: cart:<owner>, movedTo: {cart:<owner>}:moved_to, leftOut: {cart:<owner>}:left_out
-- Reply   1 when the cart is empty now, 0 when it is closed
local cart, movedTo, leftOut = KEYS[1], KEYS[2], KEYS[3]
if redis.call("EXISTS", movedTo) == 1 then return 0 end
redis.call("DEL", cart, leftOut)
return 1
