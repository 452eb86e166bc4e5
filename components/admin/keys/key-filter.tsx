import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { FAMILIES } from "#lib/key-browser/families.ts";
import { KEY_TYPES } from "#lib/key-browser/schema.ts";
import { type KeysQuery, keysPath } from "./keys-path.ts";

/** Which keys are listed, and whether as a list or a tree. */
export function KeyFilter({ query }: { query: KeysQuery }) {
  const { pattern, type, family, view } = query;
  const other = view === "tree" ? "list" : "tree";
  return (
    <form action="/admin/keys" className="grid items-end gap-3 sm:grid-cols-[1fr_9rem_13rem_auto]">
      <Field
        name="pattern"
        label="Pattern"
        hint="a glob, such as session:*; a whole name is looked up"
        defaultValue={pattern}
        maxLength={1000}
        spellCheck={false}
        autoCapitalize="none"
      />
      <SelectField name="type" label="Type" defaultValue={type ?? ""}>
        <option value="">all</option>
        {KEY_TYPES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <SelectField name="family" label="Family" defaultValue={family ?? ""}>
        <option value="">all</option>
        {FAMILIES.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      {view && <input type="hidden" name="view" value={view} />}
      <div className="flex flex-wrap gap-2">
        <button type="submit" className={buttonClass("ink")}>
          Show
        </button>
        <Link
          href={keysPath({ ...query, view: other, cursor: undefined })}
          prefetch={false}
          className={buttonClass("outline")}
        >
          {`As a ${other}`}
        </Link>
      </div>
    </form>
  );
}
