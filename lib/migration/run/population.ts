import type pg from "pg";
import { labNames } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";

/** Who shops during a migration, and what there is of them in SQL before it begins. */

/** SKUs that are in carts. */
export const SKU_COUNT = 20;
/** Every other session is that of a user; each user has one. */
const isUser = (n: number) => n % 2 === 0;

/** A session of the population: all that follows from its number. */
export interface Member {
  sid: string;
  /** whose the cart is */
  owner: string;
  user: { id: string; username: string } | null;
}

/** How many sessions one shopper may begin before their process is replaced. */
export const LIVES = 1000;

/**
 * @param run id of the migration
 * @param life how often its session has begun anew; from each thousand on it is another user, as nobody knows what those
 *   before have in their carts
 */
export function memberOf(run: string, n: number, life = 0): Member {
  const sid = `${labNames.sid(run, n)}:${life}`;
  const generation = Math.floor(life / LIVES);
  const id = `${labNames.user(run, n)}${generation > 0 ? `-${generation}` : ""}`;
  return isUser(n) ? { sid, owner: id, user: { id, username: id } } : { sid, owner: guestIdOf(sid), user: null };
}

/** The SKU of a line of a cart. */
export const skuOf = (run: string, n: number): string => labNames.sku(run, n % SKU_COUNT);

/** The lines of a cart before the migration: three of ten sessions have one, with two lines. */
export function linesOf(run: string, n: number): Map<string, number> {
  if (n % 10 >= 3) return new Map();
  return new Map([
    [skuOf(run, n), 1 + (n % 5)],
    [skuOf(run, n + 7), 2],
  ]);
}

const BATCH = 5000;

/** Writes the population. @param onProgress is told how many there are */
export async function writePopulation(
  pool: pg.Pool,
  { schema, run, sessions }: { schema: string; run: string; sessions: number },
  onProgress: (done: number) => void,
): Promise<void> {
  const version = `nextval('${schema}.versions')`;
  const now = "extract(epoch from clock_timestamp())::double precision";
  for (let first = 0; first < sessions; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, sessions - first) }, (_, i) => first + i);
    const members = numbers.map((n) => memberOf(run, n));
    const users = members.flatMap(({ user }) => (user ? [user.id] : []));
    await pool.query(
      `insert into ${schema}.users (id, username, email, password_hash, created_at, version)
        select id, id, id || '@example.com', '-', ${now}, ${version} from unnest($1::text[]) id`,
      [users],
    );
    await pool.query(
      `insert into ${schema}.sessions (sid, user_id, username, created_at, last_activity, version)
        select sid, nullif(id, ''), id, ${now}, ${now}, ${version} from unnest($1::text[], $2::text[]) as t (sid, id)`,
      [members.map(({ sid }) => sid), members.map(({ user }) => user?.id ?? "")],
    );
    const lines = members.flatMap((member, i) =>
      [...linesOf(run, first + i)].map(([sku, quantity]) => ({
        owner: member.owner,
        sku,
        quantity,
        user: member.user,
      })),
    );
    await pool.query(
      `insert into ${schema}.cart_lines (owner, sku, quantity, version, expires_at)
        select owner, sku, quantity, ${version}, case when guest then ${now} + 86400 end
        from unnest($1::text[], $2::text[], $3::int[], $4::boolean[]) as t (owner, sku, quantity, guest)`,
      [
        ...[lines.map(({ owner }) => owner), lines.map(({ sku }) => sku)],
        ...[lines.map(({ quantity }) => quantity), lines.map(({ user }) => user === null)],
      ],
    );
    onProgress(first + numbers.length);
  }
}
