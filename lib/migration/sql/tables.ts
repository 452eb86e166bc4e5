import type pg from "pg";

/** The schema that holds the tables of a migration. @param name of letters, digits and underscores */
const STATEMENTS = (schema: string) => [
  `create schema if not exists ${schema}`,
  // Drawn for each change; a row never gets a version below one that it has had.
  `create sequence if not exists ${schema}.versions`,
  // One row. It is locked by each change, so that no change of the other leader is under way when it is written.
  `create table if not exists ${schema}.leader (one boolean primary key default true check (one), name text not null)`,
  `insert into ${schema}.leader (name) values ('sql') on conflict do nothing`,
  `create table if not exists ${schema}.users (id text primary key, username text not null, email text not null,
    password_hash text not null, created_at double precision not null, version bigint not null)`,
  `create unique index if not exists users_by_name on ${schema}.users (lower(username))`,
  `create table if not exists ${schema}.sessions (sid text primary key, user_id text, username text not null default '',
    created_at double precision not null, last_activity double precision not null, current_page text not null default '/',
    page_views int not null default 0, version bigint not null, deleted_at double precision)`,
  `create table if not exists ${schema}.cart_lines (owner text, sku text, quantity int not null, version bigint not null,
    expires_at double precision, primary key (owner, sku))`,
  `create table if not exists ${schema}.changes (seq bigserial primary key, kind text not null, key text not null,
    version bigint not null, at timestamptz not null default clock_timestamp())`,
];

/** Makes the tables where they are missing. */
export async function createTables(pool: pg.Pool, schema: string): Promise<void> {
  for (const statement of STATEMENTS(schema)) await pool.query(statement);
}

/** Drops the tables and all that is in them. Idempotent. */
export async function dropTables(pool: pg.Pool, schema: string): Promise<void> {
  await pool.query(`drop schema if exists ${schema} cascade`);
}
