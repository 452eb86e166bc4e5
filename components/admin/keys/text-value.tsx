import Link from "next/link";
import { toBytes } from "#lib/key-browser/names.ts";
import { formatNumber, hexDump, prettyJson } from "./format-key.ts";
import { type KeysQuery, keysPath } from "./keys-path.ts";

const VIEWS = ["text", "json", "hex"] as const;
const TITLES = { text: "Text", json: "JSON", hex: "Hex" };
/** Bytes that are shown as hexadecimal. */
const HEX_BYTES = 4096;

function show(text: string, start: number, as: string): { shown: string; remark?: string } {
  if (as === "json") {
    const pretty = prettyJson(text);
    return pretty === null ? { shown: text, remark: "This is not JSON, or only a part of it." } : { shown: pretty };
  }
  if (as !== "hex") return { shown: text };
  const bytes = toBytes(text);
  const remark = bytes.length > HEX_BYTES ? `The first ${formatNumber(HEX_BYTES)} bytes of this page.` : "";
  return { shown: hexDump(bytes.subarray(0, HEX_BYTES), start), ...(remark && { remark }) };
}

interface TextValueProps {
  text: string;
  /** byte at which this page begins */
  start: number;
  query: KeysQuery;
}

/** A page of a text: as it is, as indented JSON, or in hexadecimal. */
export function TextValue({ text, start, query }: TextValueProps) {
  const as = query.as ?? "text";
  const { shown, remark } = show(text, start, as);
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex gap-1" aria-label="How the text is shown">
        {VIEWS.map((view) => (
          <li key={view}>
            <Link
              href={keysPath({ ...query, as: view })}
              prefetch={false}
              aria-current={view === as ? "true" : undefined}
              className="inline-flex min-h-11 items-center px-3 font-semibold text-soft hover:text-accent-text aria-[current]:text-accent-text aria-[current]:underline"
            >
              {TITLES[view]}
            </Link>
          </li>
        ))}
      </ul>
      {remark && <p className="text-soft">{remark}</p>}
      <pre
        className="figures max-h-[60vh] overflow-auto rounded-xl border border-line bg-raised p-4 text-sm"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        tabIndex={0}
      >
        {shown}
      </pre>
    </div>
  );
}
