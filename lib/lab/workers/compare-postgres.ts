import pg from "pg";
import { z } from "zod";
import { MAX_LINES, MAX_QUANTITY } from "#lib/cart/limits.ts";
import { LAB_SKUS } from "#lib/lab/runs/clean-up.ts";
import { labSchema } from "#lib/lab/servers/database.ts";
import { labNames } from "#lib/redis/keys.ts";
import { type Bench, CART_SKUS, serveSlots, warmUp } from "./bench.ts";
import { doJob } from "./job.ts";

/** The PostgreSQL side of a comparison: the same rows, prepared statements, one connection per operation in flight. */

const job = z.object({
  url: z.string(),
  run: z.string(),
  rows: z.number(),
  concurrency: z.number(),
  synchronousCommit: z.enum(["on", "off"]),
});
const size = z.object({ bytes: z.coerce.number() });

/** Statements that create the tables, in a schema for this run and setting, which is dropped when the run ends. */
function tableStatements(schema: string, run: string, rows: number): string[] {
  const name = `'${labNames.user(run, 0).slice(0, -1)}' || n`;
  const sid = `'${labNames.sid(run, 0).slice(0, -1)}' || n`;
  const sku = `'${labNames.sku(run, 0).slice(0, -1)}' || n`;
  const from = `from generate_series(0, ${rows - 1}) n`;
  return [
    `create schema ${schema}`,
    `create table ${schema}.sessions (sid text primary key, user_id text, username text, created_at double precision,
      last_activity double precision, current_page text, page_views int, expires_at double precision)`,
    `create table ${schema}.users (id text primary key, username text unique, email text, password_hash text,
      role text, created_at double precision)`,
    `create table ${schema}.carts (owner text, sku text, quantity int, primary key (owner, sku))`,
    `create table ${schema}.skus (id text primary key, name text, price text, category text, stock int)`,
    `insert into ${schema}.skus select ${sku}, 'Laboratory article ' || n, n || '.99', 'laboratory', 1000
      from generate_series(0, ${LAB_SKUS - 1}) n`,
    `insert into ${schema}.sessions select ${sid}, ${name}, ${name}, extract(epoch from now()),
      extract(epoch from now()), '/', 0, extract(epoch from now()) + 3600 ${from}`,
    `insert into ${schema}.users select ${name}, ${name}, ${name} || '@example.com', '-', 'user',
      extract(epoch from now()) ${from}`,
    `insert into ${schema}.carts select ${name}, '${labNames.sku(run, 0)}', 1 ${from}`,
    `analyze ${schema}.sessions, ${schema}.users, ${schema}.carts, ${schema}.skus`,
  ];
}

doJob(job, async ({ url, run, rows, concurrency, synchronousCommit }, tools) => {
  const schema = labSchema(run, synchronousCommit);
  const pool = new pg.Pool({
    connectionString: url,
    max: concurrency,
    options: `-c synchronous_commit=${synchronousCommit}`,
  });
  pool.on("error", () => {});
  try {
    for (const statement of tableStatements(schema, run, rows)) await pool.query(statement);
    const measured = await pool.query(`select pg_total_relation_size('${schema}.sessions') / ${rows} as bytes`);
    const query = (name: string, text: string, values: (string | number)[]) => pool.query({ name, text, values });
    const bench: Bench = {
      "session lookup": (n) =>
        query("lookup", `select * from ${schema}.sessions where sid = $1`, [labNames.sid(run, n)]),
      "session update": (n) =>
        query(
          "update",
          `update ${schema}.sessions set last_activity = $2, current_page = $3, page_views = page_views + 1,
            expires_at = $2::double precision + 3600 where sid = $1 returning *`,
          [labNames.sid(run, n), Date.now() / 1000, "/products/laptop"],
        ),
      // As the store's function does it: the first statement checks the SKU and the limits, the second reads the cart.
      "cart add": async (n) => {
        const owner = labNames.user(run, n);
        await query(
          "add",
          `insert into ${schema}.carts select $1, id, 1 from ${schema}.skus where id = $2
            and (select count(*) from ${schema}.carts where owner = $1 and sku <> $2) < ${MAX_LINES}
            on conflict (owner, sku) do update set quantity = least(${MAX_QUANTITY}, carts.quantity + 1)`,
          [owner, labNames.sku(run, n % CART_SKUS)],
        );
        return query(
          "cart",
          `select sku, quantity, name, price, stock from ${schema}.carts join ${schema}.skus on id = sku where owner = $1`,
          [owner],
        );
      },
      "user lookup": (n) => query("user", `select * from ${schema}.users where username = $1`, [labNames.user(run, n)]),
    };
    await warmUp(bench, rows, concurrency);
    await tools.send({ bytesPerSession: size.parse(measured.rows[0]).bytes });
    return await serveSlots(bench, rows, concurrency, tools);
  } finally {
    await pool.end();
  }
});
