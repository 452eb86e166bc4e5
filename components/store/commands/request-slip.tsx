import type { ReactNode } from "react";
import { Receipt, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import type { ShownCommand, ShownRequest } from "#lib/command-log/schema.ts";
import { describeCost, formatMs, groupCommands } from "./describe-request.ts";

interface RequestSlipProps {
  request: ShownRequest;
  /** whether its commands are shown at first */
  open: boolean;
  /** below the commands: the comparison */
  children?: ReactNode;
}

/** A request as a till slip: what was asked, what it cost, and below it the commands by what they are about. */
export function RequestSlip({ request, open, children }: RequestSlipProps) {
  const { method, route, status, commands } = request;
  return (
    <Receipt>
      <details open={open} className="group">
        <summary className="flex min-h-11 cursor-pointer flex-col justify-center gap-0.5">
          <span className="flex items-baseline justify-between gap-3 font-bold">
            <span className="wrap-anywhere">
              {method} {route}
            </span>
            <span>{status}</span>
          </span>
          <span className="text-receipt-soft">{describeCost(request)}</span>
        </summary>
        {commands.length > 0 && (
          <div className="flex flex-col gap-3 pt-3">
            {groupCommands(request).map(({ id, title, members }) => (
              <section key={id} className="flex flex-col gap-2">
                <ReceiptRule />
                <p className="font-bold">
                  {id === "" ? (
                    title
                  ) : (
                    <a href={`/commands#${id}`} className="underline decoration-dotted underline-offset-4">
                      {title}
                    </a>
                  )}
                </p>
                <ol className="flex flex-col gap-2">
                  {members.map((command, i) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the commands of a request never change
                    <CommandLine key={i} command={command} />
                  ))}
                </ol>
              </section>
            ))}
          </div>
        )}
        {children}
      </details>
    </Receipt>
  );
}

function CommandLine({ command }: { command: ShownCommand }) {
  const { name, key, rest, at, ms, trip, reply } = command;
  return (
    <li className="flex flex-col">
      <span className="wrap-anywhere">
        <strong>{name}</strong> {key} {rest}
      </span>
      {reply !== "" && <span className="wrap-anywhere text-receipt-soft">→ {reply}</span>}
      <span className="text-receipt-soft">
        round trip {trip + 1}, sent after {formatMs(at)},{" "}
        {ms === null ? "not waited for" : `answered in ${formatMs(ms)}`}
      </span>
    </li>
  );
}
