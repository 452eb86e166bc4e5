import { z } from "zod";
import { MAX_QUERY } from "#lib/search/schema.ts";
import type { Sku } from "#lib/sku/schema.ts";
import type { User } from "#lib/user/schema.ts";

/** Query of GET /api/admin/palette. */
export const paletteQuery = z.object({ q: z.string().trim().max(MAX_QUERY).default("") });

/** What the command palette of the administrators has found for a text, at most five of each kind. */
export interface PaletteResults {
  q: string;
  skus: Pick<Sku, "id" | "name" | "price" | "stock">[];
  orders: { id: string; status: string; total: string; email: string }[];
  people: Pick<User, "id" | "username" | "email" | "role" | "disabled">[];
  keys: { key: string; type: string }[];
  /** whether there may be more people or keys: only a part of the database was looked at, or more than five match */
  isPartial: boolean;
}
