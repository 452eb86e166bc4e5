import { z } from "zod";
import type { Owner } from "#lib/owner.ts";

/** The reply to HGETALL session:<sid>; times are seconds with decimals, as the case study writes them. */
export const sessionHash = z.object({
  user_id: z.string().optional(),
  username: z.string().optional(),
  created_at: z.coerce.number(),
  last_activity: z.coerce.number(),
  current_page: z.string().default("/"),
  page_views: z.coerce.number().int().default(0),
  device: z.string().default("Unknown device"),
});

/** A live session. */
export interface Session {
  sid: string;
  /** null for a guest */
  user: { id: string; username: string } | null;
  owner: Owner;
  /** seconds since 1970, with decimals, as Redis has it */
  createdAt: number;
  /** seconds since 1970, with decimals */
  lastActivity: number;
  currentPage: string;
  pageViews: number;
  device: string;
}
