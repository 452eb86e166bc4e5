import type { ImportJob } from "#lib/sku/import/job/job.ts";
import type { ImportStep } from "./import-steps.tsx";

interface JobWords {
  title: string;
  /** what came of it; "" where the page shows it */
  words: string;
  step: ImportStep;
  /** what the button says that writes; "" without one */
  start: string;
  /** whether the result is what was done, and not what would be */
  written: boolean;
}

const number = new Intl.NumberFormat("en-US");
const skus = (count: number) => `${number.format(count)} ${count === 1 ? "SKU" : "SKUs"}`;

/** What the page of an import says in each of its states. */
export function describeJob({ state, table, result, error }: ImportJob): JobWords {
  const { created = 0, changed = 0, errorCount = 0 } = result ?? {};
  const change = created + changed;
  switch (state) {
    case "uploaded":
      return { title: "Columns", words: "", step: "Columns", start: "", written: false };
    case "checking":
      return { title: "Checking the table", words: "", step: "Check", start: "", written: false };
    case "checked": {
      const words =
        change > 0 ? "Nothing is written yet." : "Nothing would change: the catalogue has all of it already.";
      const start = change > 0 ? `Import ${skus(change)}` : "";
      return { title: "What would change", words, step: "Check", start, written: false };
    }
    case "refused": {
      const count = errorCount === 1 ? "1 error" : `${number.format(errorCount)} errors`;
      const words = `The table has ${count}; nothing was written. Correct the table and upload it again, or change the columns.`;
      return { title: "Errors in the table", words, step: "Check", start: "", written: false };
    }
    case "importing":
      return { title: "Importing", words: "", step: "Import", start: "", written: false };
    case "done": {
      const words =
        errorCount > 0 ? "The rows with errors were not written, the others were." : "The catalogue is up to date.";
      return { title: "Imported", words, step: "Import", start: "", written: true };
    }
    case "cancelled": {
      const words = `It was cancelled; ${skus(change)} had been written until then and stay. Going on is safe: they count as the same.`;
      return { title: "Cancelled", words, step: "Import", start: "Go on", written: true };
    }
    case "interrupted": {
      const words =
        "The process that worked on it has ended. Repeating it is safe: what was written counts as the same, and stocks change once.";
      return { title: "Interrupted", words, step: "Import", start: "Import again", written: false };
    }
    case "failed":
      if (!table) return { title: "This file can't be read", words: error, step: "File", start: "", written: false };
      return { title: "It failed", words: error, step: "Import", start: "Import again", written: false };
  }
}
