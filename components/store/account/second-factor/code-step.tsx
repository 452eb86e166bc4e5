import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import type { LoginState } from "#lib/web/actions/sign-in.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";

const FIELDS = ["code"];

interface CodeStepProps {
  state: NonNullable<LoginState>;
  request: NonNullable<NonNullable<LoginState>["secondFactor"]>;
  /** the path to go to afterwards */
  next: string | undefined;
}

/** The second step of a sign-in, in the form of the first: a code, or a passkey. */
export function CodeStep({ state, request: { token, methods }, next }: CodeStepProps) {
  const hasApp = methods.includes("totp");
  const hasRecovery = methods.includes("recovery-code");
  return (
    <>
      <input type="hidden" name="step" value="code" />
      <input type="hidden" name="token" value={token} />
      <p role="status">The password is right. Now your second factor.</p>
      {state.errors && <FormMessage state={state} fields={FIELDS} />}
      {methods.includes("passkey") && <PasskeySignIn next={next} look="ink" />}
      {(hasApp || hasRecovery) && (
        <>
          <Field
            name="code"
            label={hasApp ? "Code" : "Recovery code"}
            hint={
              hasApp
                ? `The six digits that your authenticator app shows${hasRecovery ? ", or a recovery code" : ""}.`
                : "One of the codes that you have kept."
            }
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            inputMode={hasApp && !hasRecovery ? "numeric" : "text"}
            required
            maxLength={64}
            data-first=""
            error={state.errors?.code}
          />
          <SubmitButton busy="Signing in…">Sign in</SubmitButton>
        </>
      )}
      <p className="text-sm text-soft">
        Lost it, and the recovery codes too? The administrator of the store can take your second factor away.
      </p>
    </>
  );
}
