"use client";

import { useActionState } from "react";
import { migrationStatus } from "#lib/migration/schema.ts";
import { migrationAction } from "#lib/web/actions/migration.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { type LiveMigration, MIGRATION_API } from "./use-migration.ts";

const UNREACHABLE = "The store could not be reached, so it is not known whether this was done. Look at the timeline.";
const FROZEN = "Redis did not answer meanwhile, and neither did the store. The timeline says when it was frozen.";
const FAILED = "The store could not do this. Try again in a moment.";

/** The fields of a form as the body of a request. */
function bodyOf(form: FormData): Record<string, unknown> {
  const typed = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(
    typed
      .filter(([name, text]) => !name.startsWith("$") && text !== "")
      .map(([name, text]) => [name, ["percent", "epoch"].includes(name) ? Number(text) : text]),
  );
}

async function send(form: FormData, take: LiveMigration["take"]): Promise<FormState> {
  try {
    const headers = { "content-type": "application/json", accept: "application/json" };
    const reply = await fetch(MIGRATION_API, { method: "POST", headers, body: JSON.stringify(bodyOf(form)) });
    const told: unknown = await reply.json().catch(() => null);
    if (reply.ok) {
      take(migrationStatus.parse(told));
      return { ok: true };
    }
    // The store can't answer while its Redis is frozen.
    if (reply.status === 503 && form.get("what") === "freeze-redis") return { ok: true, message: FROZEN };
    const isProblem = typeof told === "object" && told !== null && "detail" in told && typeof told.detail === "string";
    return { ok: false, message: isProblem ? String(told.detail) : FAILED };
  } catch {
    return { ok: false, message: UNREACHABLE };
  }
}

/**
 * The form of a button of the cockpit. With a script it asks the API, so that the page with its charts stays as it is;
 * without one it is sent to the action.
 */
export function useMigrationForm(take: LiveMigration["take"]) {
  const isServer = typeof window === "undefined";
  return useActionState<FormState, FormData>(isServer ? migrationAction : (_, form) => send(form, take), null);
}
