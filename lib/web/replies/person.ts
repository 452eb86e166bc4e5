import type { Person } from "#lib/account/people/person.ts";
import { toPublicOrder } from "#lib/order/public-order.ts";
import type { User } from "#lib/user/schema.ts";

/** A user as administrators see them in the API: nothing of the password or the second factors. */
export function toListedUser({ id, username, email, firstName, lastName, role, disabled, createdAt }: User) {
  return { id, username, email, firstName, lastName, role, disabled, createdAt };
}

/** One user with what they have in the shop. */
export function toPublicPerson({ user, sessions, cart, wishlist, orders }: Person) {
  return { ...toListedUser(user), sessions, cart, wishlist, orders: orders.map(toPublicOrder) };
}
