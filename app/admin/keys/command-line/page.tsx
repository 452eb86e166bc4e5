import type { Metadata } from "next";
import { CommandLine } from "#components/admin/keys/command-line.tsx";
import { KeysHeading } from "#components/admin/keys/keys-heading.tsx";
import { COMMANDS } from "#lib/key-browser/command-line/commands.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Command line", robots: { index: false } };

/** A command line that only reads. */
export default async function CommandLinePage() {
  await requireAdmin("/admin/keys/command-line");
  const names = Object.keys(COMMANDS);
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <KeysHeading title="Command line" path="/admin/keys/command-line" />
      <CommandLine commands={names} />
      <p className="max-w-[70ch] text-soft">
        Replies are printed as redis-cli prints them. Only commands that read can be sent, none that waits; a reply has
        at most 1,000 elements, a value 16 KB, and secrets are masked. KEYS is not among them: it would stop Redis for
        as long as it looks through every key. The list of keys uses SCAN.
      </p>
      <p className="figures max-w-[70ch] text-soft text-sm">{names.join(" ")}</p>
    </div>
  );
}
