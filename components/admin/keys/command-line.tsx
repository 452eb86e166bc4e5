"use client";

import { useRef } from "react";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { CONTROL_CLASS } from "#components/ui/form/labelled-control.tsx";
import { type CommandState, runCommandAction } from "#lib/web/actions/keys.ts";

type Printed = NonNullable<NonNullable<CommandState>["printed"]>;

/** Lines that stay on the screen. */
const MAX_LINES = 30;

/** What the lines of this page have printed, the last one last. */
function useLog(state: CommandState): readonly Printed[] {
  const log = useRef<{ of: CommandState; lines: readonly Printed[] }>({ of: null, lines: [] });
  if (state?.printed && log.current.of !== state)
    log.current = { of: state, lines: [...log.current.lines, state.printed].slice(-MAX_LINES) };
  return log.current.lines;
}

/** A command line that only reads, with replies as redis-cli prints them. */
export function CommandLine({ commands }: { commands: readonly string[] }) {
  const [state, action] = useFormAction(runCommandAction);
  const lines = useLog(state);
  return (
    <div className="flex flex-col gap-4">
      <div
        role="log"
        aria-label="Replies"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        tabIndex={0}
        className="figures flex max-h-[60vh] min-h-48 flex-col-reverse overflow-auto rounded-2xl bg-receipt p-5 text-receipt-ink text-sm"
      >
        <div className="flex flex-col gap-4">
          {lines.length === 0 && (
            <p className="text-receipt-soft">Try HGETALL sku:sku123, TTL cart:1 or INFO memory.</p>
          )}
          {lines.map(({ line, text, remark }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
            <div key={i}>
              <p className="wrap-anywhere font-semibold">{`> ${line}`}</p>
              {text && <pre className="wrap-anywhere whitespace-pre-wrap">{text}</pre>}
              {remark && <p className="text-receipt-soft">{remark}</p>}
            </div>
          ))}
        </div>
      </div>
      <form action={action} className="flex flex-col gap-3">
        <FormMessage state={state?.printed ? null : state} />
        <div className="flex flex-wrap gap-3">
          <input
            type="text"
            name="line"
            aria-label="Command"
            list="commands"
            required
            maxLength={2000}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="HGETALL cart:1"
            className={`figures min-h-12 min-w-0 flex-1 ${CONTROL_CLASS}`}
          />
          <button type="submit" className={buttonClass("ink")}>
            Run
          </button>
        </div>
        <datalist id="commands">
          {commands.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </form>
    </div>
  );
}
