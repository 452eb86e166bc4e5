import { formatDate } from "#components/shared/format-date.ts";
import type { Factors } from "#lib/account/second-factor/factors.ts";
import type { TotpSetup as Setup } from "#lib/account/second-factor/totp.ts";
import { AddPasskey } from "./add-passkey.tsx";
import { FactorButton } from "./factor-button.tsx";
import { qrPath } from "./qr-path.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetup } from "./totp-setup.tsx";

interface FactorSettingsProps {
  factors: Factors;
  /** an authenticator app that waits for its first code */
  setup: Setup | null;
  /** why there can be no passkeys here; null when there can */
  noPasskeys: string | null;
}

const TITLE = "mb-3 font-display font-extrabold text-3xl tracking-tight";

/** The second factors of an account. */
export function FactorSettings({
  factors: { totpSince, passkeys, recoveryCodes },
  setup,
  noPasskeys,
}: FactorSettingsProps) {
  const hasFactor = totpSince !== null || passkeys.length > 0;
  return (
    <div className="flex max-w-3xl flex-col gap-12">
      <section aria-labelledby="app">
        <h2 id="app" className={TITLE}>
          Authenticator app
        </h2>
        {totpSince !== null && (
          <div className="mb-5 flex flex-col items-start gap-4">
            <p>{`In use since ${formatDate(new Date(totpSince * 1000))}.`}</p>
            <FactorButton act="removeTotp">Remove the app</FactorButton>
          </div>
        )}
        {setup ? (
          <TotpSetup {...setup} qr={qrPath(setup.uri)} />
        ) : (
          totpSince === null && (
            <div className="flex flex-col items-start gap-4">
              <p className="max-w-[52ch] text-soft">
                An app on your phone shows a new code every 30 seconds. Whoever learns your password still needs it.
              </p>
              <FactorButton act="beginTotp">Set up an app</FactorButton>
            </div>
          )
        )}
      </section>
      <section aria-labelledby="passkeys">
        <h2 id="passkeys" className={TITLE}>
          Passkeys
        </h2>
        <p className="mb-4 max-w-[52ch] text-soft">
          A passkey signs you in by the finger, face or PIN of your device, without a password.
        </p>
        {passkeys.length > 0 && (
          <ul className="mb-5 border-line border-t">
            {passkeys.map(({ id, name, createdAt, usedAt }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-3"
              >
                <div className="min-w-0">
                  <p className="break-words font-semibold">{name}</p>
                  <p className="figures text-sm text-soft">
                    {`added ${formatDate(new Date(createdAt))}${usedAt ? `, last used ${formatDate(new Date(usedAt))}` : ""}`}
                  </p>
                </div>
                <FactorButton act="removePasskey" id={id} of={name}>
                  Remove
                </FactorButton>
              </li>
            ))}
          </ul>
        )}
        {noPasskeys ? <p className="text-soft">{noPasskeys}</p> : <AddPasskey />}
      </section>
      <section aria-labelledby="recovery">
        <h2 id="recovery" className={TITLE}>
          Recovery codes
        </h2>
        {hasFactor ? (
          <RecoveryCodes left={recoveryCodes} />
        ) : (
          <p className="max-w-[52ch] text-soft">They stand in for a lost second factor. Set one up first.</p>
        )}
      </section>
    </div>
  );
}
