import Link from "next/link";
import { FiguresTable } from "#components/admin/layout/figures-table.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { PROGRESS_CLASS } from "#components/ui/progress-class.ts";
import { formatBytes } from "#lib/bytes.ts";
import type { MemorySample } from "#lib/metrics/inspect/memory-sample.ts";

interface MemoryFamiliesProps {
  /** null where the store may not ask */
  sample: MemorySample | null;
  /** the address of the page with a larger sample; null when there is none */
  more: string | null;
}

/** Small keys in bytes: most have less than a thousand. */
const formatSize = (bytes: number) => (bytes < 10_000 ? `${bytes.toLocaleString("en")} B` : formatBytes(bytes));
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** Which family of keys takes how much memory, and the largest keys. */
export function MemoryFamilies({ sample, more }: MemoryFamiliesProps) {
  if (!sample) return <p className="text-soft">Not permitted: the store's user may not call MEMORY USAGE.</p>;
  const { families, largest, looked, total, bytes } = sample;
  const isWhole = looked >= total;
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-2xl text-soft">
        {isWhole
          ? `All ${total.toLocaleString("en")} keys were looked at: ${formatBytes(bytes)}.`
          : `Estimated from ${looked.toLocaleString("en")} of ${total.toLocaleString("en")} keys: about ${formatBytes(bytes)}. A few large keys may be missing.`}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 lg:grid-cols-2">
        <table className="w-full self-start text-left">
          <caption className="sr-only">Memory by family of keys</caption>
          <thead className="tag text-soft">
            <tr>
              <th scope="col" className="py-2 pr-4">
                Family
              </th>
              <th scope="col" className="pr-4 text-right">
                Keys
              </th>
              <th scope="col" className="pr-4 text-right">
                Memory
              </th>
              <th scope="col" className="text-right">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {families.map(({ family, keys, bytes: size, share }) => (
              <tr key={family} className="border-line border-t">
                <td className="w-1/2 py-2 pr-4">
                  {family}
                  <progress
                    aria-hidden="true"
                    value={share}
                    max={1}
                    className={`mt-1 block ${PROGRESS_CLASS} !h-1.5`}
                  />
                </td>
                <td className="figures pr-4 text-right text-sm">{keys.toLocaleString("en")}</td>
                <td className="figures whitespace-nowrap pr-4 text-right text-sm">{formatSize(size)}</td>
                <td className="figures whitespace-nowrap text-right text-sm">{percent(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="flex min-w-0 flex-col gap-2">
          <h3 className="font-bold font-display text-xl tracking-tight">The largest keys</h3>
          <FiguresTable
            caption="The largest keys"
            head={[{ title: "Key" }, { title: "Memory", figures: true }]}
            rows={largest.map(({ key, bytes: size }, i) => ({ id: `${i} ${key}`, cells: [key, formatSize(size)] }))}
          />
        </div>
      </div>
      {more && !isWhole && (
        <p>
          <Link href={more} prefetch={false} className={buttonClass("outline")}>
            Look at more keys
          </Link>
        </p>
      )}
    </div>
  );
}
