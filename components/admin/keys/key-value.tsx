import { TextTable } from "#components/admin/layout/text-table.tsx";
import type { KeyDetails } from "#lib/key-browser/read-key.ts";
import { whyFieldIsFixed } from "#lib/key-browser/secrets.ts";
import { formatNumber } from "./format-key.ts";
import { type KeysQuery, keysPath } from "./keys-path.ts";
import { TextValue } from "./text-value.tsx";
import { type ValueRow, ValueTable } from "./value-table.tsx";

/** A value that may have been cut can't be edited: the rest of it would be lost. */
const MAX_EDITED = 10_000;

/** What can be edited in a key, by what names it: fields, elements by index, members. */
export function listRows({ key, value, start }: KeyDetails, query: KeysQuery): ValueRow[] {
  const row = (name: string, text: string): ValueRow => {
    const isFixed = whyFieldIsFixed(key, name) !== null || text.length > MAX_EDITED;
    return { name, value: text, edit: isFixed ? null : keysPath({ ...query, edit: name }) };
  };
  if (value.type === "hash") return value.entries.map(([field, text]) => row(field, text));
  if (value.type === "zset") return value.members.map(({ member, score }) => row(member, String(score)));
  if (value.type !== "list") return [];
  const indexOf = (i: number) => (query.from === "end" ? -1 - start - i : start + i);
  return value.elements.map((text, i) => row(String(indexOf(i)), text));
}

const HEADS = { hash: ["Field", "Value"], list: ["Index", "Element"], zset: ["Member", "Score"] } as const;

function Stream({ value }: { value: KeyDetails["value"] & { type: "stream" } }) {
  const groups = value.groups.map(({ name, consumers, pending, lastDeliveredId, lag }) => {
    return [
      name,
      formatNumber(consumers),
      formatNumber(pending),
      lastDeliveredId,
      lag === null ? "?" : formatNumber(lag),
    ];
  });
  return (
    <>
      <ValueTable
        caption="Entries"
        heads={["Id", "Fields"]}
        rows={value.entries.map(({ id, fields }) => ({
          name: id,
          value: fields.map(([field, text]) => `${field}: ${text}`).join("\n"),
          edit: null,
        }))}
      />
      {groups.length > 0 ? (
        <TextTable
          caption="Consumer groups"
          head={["Group", "Consumers", "Pending", "Last delivered", "Lag"]}
          rows={groups}
          more={0}
        />
      ) : (
        <p className="text-soft">No consumer group reads this stream.</p>
      )}
    </>
  );
}

/** A page of what a key holds, by its type. */
export function KeyValueView({ details, query }: { details: KeyDetails; query: KeysQuery }) {
  const { value } = details;
  switch (value.type) {
    case "string":
      return <TextValue text={value.text} start={value.start} query={query} />;
    case "set":
      return (
        <ul className="figures text-sm">
          {value.elements.map((element, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: masked elements are all the same
            <li key={i} className="wrap-anywhere border-line border-t py-2.5">
              {element}
            </li>
          ))}
        </ul>
      );
    case "stream":
      return <Stream value={value} />;
    case "other":
      return <p>{`The store can't show the type ${details.type}, which belongs to a module of Redis.`}</p>;
    default:
      return <ValueTable caption="Value" heads={HEADS[value.type]} rows={listRows(details, query)} />;
  }
}
