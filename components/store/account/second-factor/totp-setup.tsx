"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { confirmTotpAction } from "#lib/web/actions/second-factor.ts";

const FIELDS = ["code"];
/** Squares that have to stay white around a QR code. */
const QUIET = 4;

interface TotpSetupProps {
  /** in base32 */
  secret: string;
  /** `otpauth://…` */
  uri: string;
  /** the same as a QR code: the dark squares as the path of an SVG */
  qr: { size: number; path: string };
}

/** The secret of an authenticator app, to scan or to type, and the field for its first code. */
export function TotpSetup({ secret, uri, qr }: TotpSetupProps) {
  const [state, action] = useFormAction(confirmTotpAction);
  const form = useFocusFirstError(state);
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-5">
      <p>
        Scan this with your authenticator app, or{" "}
        <a href={uri} className="underline underline-offset-4">
          open it there
        </a>
        . Then type the code that the app shows.
      </p>
      <svg
        role="img"
        aria-label="QR code for your authenticator app"
        viewBox={`${-QUIET} ${-QUIET} ${qr.size + 2 * QUIET} ${qr.size + 2 * QUIET}`}
        shapeRendering="crispEdges"
        className="size-56 rounded-xl"
      >
        {/* Black on white in the dark too: apps do not read the negative. */}
        <rect x={-QUIET} y={-QUIET} width="100%" height="100%" fill="#fff" />
        <path d={qr.path} fill="#000" />
      </svg>
      <p>
        <span className="block text-sm text-soft">Or type this key:</span>
        <code className="figures break-all font-semibold">{secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <FormMessage state={state} fields={FIELDS} />
      <Field
        name="code"
        label="Code"
        hint="Six digits, new every 30 seconds."
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={16}
        data-first=""
        error={state?.errors?.code}
      />
      <div>
        <SubmitButton busy="Checking…">Use this app</SubmitButton>
      </div>
    </form>
  );
}
