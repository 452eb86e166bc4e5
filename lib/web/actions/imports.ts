"use server";

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { IMPORT_COLUMNS, type Mapping } from "#lib/sku/import/formats/columns.ts";
import { type ImportJob, importId, isAtWork, jobChoices } from "#lib/sku/import/job/job.ts";
import { startJob } from "#lib/sku/import/job/pool.ts";
import { readActiveImport, readJob, requestCancel, updateJob } from "#lib/sku/import/job/store.ts";
import { importChoices } from "#lib/sku/import/schema.ts";
import { type ActionResult, askToSignInAgain, formAction } from "#lib/web/forms/form-action.ts";
import { importPath } from "#lib/web/replies/import.ts";
import { checkFresh } from "#lib/web/request/admit.ts";
import { recordAct } from "#lib/web/request/record.ts";

/** The forms of the pages of an import. Each shows the import again, as it is after that. */

const GONE = { ok: false, message: "This import has expired. Upload the table again." } as const;
const AT_WORK = { ok: false, message: "This import is being worked on. Wait for it, or cancel it." } as const;

async function explainBusy(id: string): Promise<ActionResult> {
  const active = await readActiveImport();
  if (active === "" || active === id) return AT_WORK;
  return {
    ok: false,
    message: "Another import is writing at the moment; one at a time can. Try again when it is done.",
  };
}

/** Which column of the file each of the store is read from; the names of columns are those of the file. */
function readMapping(job: ImportJob, form: Readonly<Record<string, string>>): Mapping {
  const names = new Set(job.table?.columns);
  const mapping: Mapping = {};
  for (const column of IMPORT_COLUMNS) {
    const name = form[`from_${column}`] ?? "";
    if (names.has(name)) mapping[column] = name;
  }
  return mapping;
}

const columnsForm = z
  .looseObject({
    id: importId,
    go: z.enum(["show", "check"]).catch("show"),
    setStock: z.literal("yes").optional(),
    ...importChoices.shape,
  })
  .transform(({ id, go, setStock, categoryLevel, missingCategory, missingStock, ...rest }) => ({
    ...{ id, go, setStock: setStock !== undefined },
    choices: { categoryLevel, missingCategory, missingStock },
    columns: z.record(z.string(), z.string()).catch({}).parse(rest),
  }));

/** Keeps what was decided about the columns, and then shows the first rows again or checks the whole table. */
export const chooseColumnsAction = formAction(
  { visitor: "admin", fields: columnsForm },
  async ({ fields: { id, go, setStock, choices, columns } }): Promise<ActionResult> => {
    const job = await readJob(id);
    if (!job?.table) return GONE;
    if (isAtWork(job.state)) return AT_WORK;
    const chosen = jobChoices.parse({ ...choices, setStock, mapping: readMapping(job, columns) });
    const fields = { choices: JSON.stringify(chosen), revision: randomUUID() };
    await updateJob(id, { ...fields, state: "uploaded", result: "", error: "" });
    if (go === "check" && !(await startJob(id, true))) return explainBusy(id);
    return { goTo: importPath(id) };
  },
);

/** What came of an import, for the audit trail. */
function describeEnd(job: ImportJob | null): string {
  const { created = 0, changed = 0 } = job?.result ?? {};
  return `${job?.state ?? "expired"}: ${created} created, ${changed} changed`;
}

const only = z.object({ id: importId });

/** Goes back to the columns. */
export const changeColumnsAction = formAction(
  { visitor: "admin", fields: only },
  async ({ fields: { id } }): Promise<ActionResult> => {
    const job = await readJob(id);
    if (!job?.table) return GONE;
    if (isAtWork(job.state)) return AT_WORK;
    await updateJob(id, { state: "uploaded", result: "", error: "" });
    return { goTo: importPath(id) };
  },
);

/** Writes what was checked, after a fresh sign-in. Also goes on with an import that was interrupted. */
export const startImportAction = formAction(
  { visitor: "admin", fields: only },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    const notFresh = checkFresh(visitor, "fresh-admin");
    if (notFresh) return askToSignInAgain(notFresh);
    const job = await readJob(id);
    if (!job?.table) return GONE;
    if (job.state === "uploaded" || job.state === "done") return { goTo: importPath(id) };
    const recordEnd = async () =>
      recordAct(context, visitor.user, "import-ended", `import:${id}`, { after: describeEnd(await readJob(id)) });
    if (!(await startJob(id, false, recordEnd))) return explainBusy(id);
    await recordAct(context, visitor.user, "import-started", `import:${id}`, { after: job.file });
    return { goTo: importPath(id) };
  },
);

/** Stops a check or an import. What was written stays. */
export const cancelImportAction = formAction(
  { visitor: "admin", fields: only },
  async ({ fields: { id } }): Promise<ActionResult> => {
    await requestCancel(id);
    return { goTo: importPath(id) };
  },
);
