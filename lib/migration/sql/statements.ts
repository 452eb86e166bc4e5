import { MAX_QUANTITY } from "#lib/cart/limits.ts";

/**
 * The statements of the SQL side. Each change is one statement, and so one transaction: it locks the row that says who
 * leads, changes a record, and writes the outbox. It returns the record, the entry in the outbox, and whether SQL leads.
 */

const NOW = "extract(epoch from clock_timestamp())::double precision";

/** The columns of each table, as {@link toRecord} reads them. */
export const COLUMNS = {
  user: "id, username, email, password_hash, created_at, version",
  session: "sid, user_id, username, created_at, last_activity, current_page, page_views, version, deleted_at",
  line: "owner, sku, quantity, version, expires_at",
} as const;
const TABLES = { user: "users", session: "sessions", line: "cart_lines" } as const;
const KEYS = { user: "id", session: "sid", line: "owner || E'\\n' || sku" } as const;

type Kind = keyof typeof TABLES;

/**
 * A change of one record, as one statement.
 * @param change one that does nothing unless SQL leads @param others what comes before it
 */
function leading(schema: string, kind: Kind, change: string, others = ""): string {
  return `with allowed as (select 1 from ${schema}.leader where name = 'sql' for share),${others}
    changed as (${change} returning ${COLUMNS[kind]}),
    noted as (insert into ${schema}.changes (kind, key, version)
      select '${kind}', ${KEYS[kind]}, version from changed returning seq)
    select changed.*, noted.seq, exists (select 1 from allowed) as leads
    from (select 1) one left join changed on true left join noted on true`;
}

const nextVersion = (schema: string, table: string) => `greatest(excluded.version, ${schema}.${table}.version + 1)`;

/**
 * A record of the other store, as one statement: written unless this store has its version, or leads itself.
 * @param others what comes before it
 */
function following(
  schema: string,
  kind: Kind,
  values: string,
  key: string,
  assigned: readonly string[],
  others = "",
): string {
  const table = TABLES[kind];
  const set = [...assigned, "version"].map((column) => `${column} = excluded.${column}`).join(", ");
  return `with allowed as (select 1 from ${schema}.leader where name <> 'sql' for share),${others}
    written as (insert into ${schema}.${table} (${COLUMNS[kind]}) select ${values}${others && " from locked"} where exists (select 1 from allowed)
      on conflict (${key}) do update set ${set} where ${schema}.${table}.version < excluded.version returning 1)
    select exists (select 1 from allowed) as follows, exists (select 1 from written) as written`;
}

/** All statements, with the names under which PostgreSQL keeps them prepared. */
export function makeStatements(schema: string) {
  const isLeading = "exists (select 1 from allowed)";
  const version = `nextval('${schema}.versions')`;
  const { sessions, lines } = { sessions: `${schema}.sessions`, lines: `${schema}.cart_lines` };
  const isLive = `${lines}.expires_at is null or ${lines}.expires_at > ${NOW}`;
  // The lines of a guest's cart ($1) expire together, whichever is changed ($2); two changes of it must not wait for each
  // other's rows.
  const expireTogether = (expiresAt: string) =>
    `locked as (select case when $5::double precision is not null
        then pg_advisory_xact_lock(hashtextextended($1::text, 0))::text end),
      prolonged as (update ${lines} set expires_at = greatest(expires_at, ${expiresAt}) from locked
        where owner = $1 and sku <> $2 and expires_at > ${NOW} and exists (select 1 from allowed)),`;
  const before = `case when ${isLive} then ${lines}.quantity else 0 end`;
  return {
    /** id, username, email, password_hash */
    createUser: leading(
      schema,
      "user",
      `insert into ${schema}.users (${COLUMNS.user}) select $1, $2, $3, $4, ${NOW}, ${version} where ${isLeading}
        on conflict do nothing`,
    ),
    /** sid, user_id, username */
    createSession: leading(
      schema,
      "session",
      `insert into ${sessions} (sid, user_id, username, created_at, last_activity, version)
        select $1, $2, $3, ${NOW}, ${NOW}, ${version} where ${isLeading} on conflict do nothing`,
    ),
    /** sid, page, idle seconds, absolute seconds */
    touchSession: leading(
      schema,
      "session",
      `update ${sessions} set last_activity = ${NOW}, current_page = $2, page_views = page_views + 1,
        version = greatest(${version}, version + 1)
        where sid = $1 and deleted_at is null and ${NOW} < least(created_at + $4, last_activity + $3) and ${isLeading}`,
    ),
    /** sid */
    endSession: leading(
      schema,
      "session",
      `update ${sessions} set deleted_at = ${NOW}, version = greatest(${version}, version + 1)
        where sid = $1 and deleted_at is null and ${isLeading}`,
    ),
    /** owner, sku, quantity, whether it is added, seconds until the cart expires or null */
    changeLine: leading(
      schema,
      "line",
      `insert into ${lines} (${COLUMNS.line})
        select $1, $2, least($3::int, ${MAX_QUANTITY}), ${version}, ${NOW} + $5::double precision from locked where ${isLeading}
        on conflict (owner, sku) do update set
          quantity = least(excluded.quantity + case when $4::boolean then ${before} else 0 end, ${MAX_QUANTITY}),
          version = ${nextVersion(schema, "cart_lines")}, expires_at = excluded.expires_at`,
      expireTogether(`${NOW} + $5::double precision`),
    ),
    followUser: following(schema, "user", "$1, $2, $3, $4, $5, $6::bigint", "id", [
      ...["username", "email", "password_hash", "created_at"],
    ]),
    followSession: following(
      schema,
      "session",
      "$1, $2, $3, $4, $5, $6, $7::int, $8::bigint, $9::double precision",
      "sid",
      ["user_id", "username", "created_at", "last_activity", "current_page", "page_views", "deleted_at"],
    ),
    followLine: following(
      schema,
      "line",
      "$1, $2, $3::int, $4::bigint, $5::double precision",
      "owner, sku",
      ["quantity", "expires_at"],
      expireTogether("$5::double precision"),
    ),
    readUser: `select ${COLUMNS.user} from ${schema}.users where id = $1`,
    readSession: `select ${COLUMNS.session} from ${sessions} where sid = $1`,
    readLine: `select ${COLUMNS.line} from ${lines} where owner = $1 and sku = $2`,
    readCart: `select ${COLUMNS.line} from ${lines} where owner = $1 and (${isLive})`,
    settle: `delete from ${schema}.changes where seq = $1`,
    listOutbox: `select seq, kind, key, extract(epoch from at) * 1000 as at from ${schema}.changes order by seq limit $1`,
    /** the key after which to go on, how many */
    pageOfUsers: `select ${COLUMNS.user} from ${schema}.users where id > $1 order by id limit $2`,
    pageOfSessions: `select ${COLUMNS.session} from ${sessions} where sid > $1 order by sid limit $2`,
    pageOfLines: `select ${COLUMNS.line} from ${lines} where (owner, sku) > ($1, $2) order by owner, sku limit $3`,
    readLeader: `select name from ${schema}.leader`,
    setLeader: `update ${schema}.leader set name = $1`,
    count: `select (select count(*) from ${schema}.users)::int as users, (select count(*) from ${sessions})::int as sessions,
      (select count(*) from ${lines})::int as lines`,
    outbox: `select count(*)::int as length, coalesce(extract(epoch from clock_timestamp() - min(at)) * 1000, 0)::float8 as oldest
      from ${schema}.changes`,
  } as const;
}

export type Statements = ReturnType<typeof makeStatements>;
