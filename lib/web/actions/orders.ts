"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { moveOrder } from "#lib/order/lifecycle/transition.ts";
import { orderId } from "#lib/order/schema.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { currentUser } from "#lib/web/visitor.ts";

const body = z.object({
  ids: z.array(orderId).min(1, "Choose some orders first.").max(100),
  to: z.enum(["shipped", "delivered", "cancelled"]),
});

/** Moves the chosen orders on; those that can't be moved so are named and left alone. */
export async function moveOrdersAction(_previous: FormState, form: FormData): Promise<FormState> {
  const parsed = body.safeParse({ ids: form.getAll("order"), to: form.get("to") });
  if (!parsed.success) return { ok: false, message: parsed.error.issues[0]?.message ?? "Choose some orders first." };
  const { ids, to } = parsed.data;
  try {
    if ((await currentUser())?.user.role !== "admin") {
      return { ok: false, message: "Only administrators may do this. Sign in again." };
    }
    const results = await Promise.all(ids.map(async (id) => ({ id, result: await moveOrder(id, to) })));
    refresh();
    const stuck = results.flatMap(({ id, result }) =>
      result.ok ? [] : [`${id} ${result.reason === "unknown" ? "does not exist" : `is ${result.status}`}`],
    );
    const moved = ids.length - stuck.length;
    const back = to === "cancelled" && moved > 0 ? " What was in them is back on the shelf." : "";
    const done = `${moved} of ${ids.length} ${ids.length === 1 ? "order is" : "orders are"} ${to} now.${back}`;
    return { ok: stuck.length === 0, message: [done, ...stuck].join(" ") };
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
    return { ok: false, message: "Redis does not answer just now. Try again: nothing is moved twice." };
  }
}
