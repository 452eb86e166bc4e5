import { z } from "zod";
import { line, REQUIRED } from "#lib/validation.ts";

/** A token of the store: 16 random bytes. */
export const token = z.string().regex(/^[A-Za-z0-9_-]{22}$/, "is not a token of this store");
/** A code of an authenticator app or a recovery code, as it is typed. */
export const code = z.string().trim().min(1, REQUIRED).max(64);

/** Body of POST /api/auth/second-factor. */
export const secondFactorBody = z.object({ token, code });

const base64url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]*$/, "is not base64url");
const credential = {
  id: base64url.min(1).max(1400),
  rawId: base64url,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional().catch(undefined),
  /** extensions are not used */
  clientExtensionResults: z.unknown().transform(() => ({})),
};

/** Body of POST /api/account/passkeys: what a browser made (RegistrationResponseJSON of WebAuthn). */
export const passkeyBody = z.object({
  token,
  name: line(64).pipe(z.string().min(1, REQUIRED)),
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().max(32)).max(10).optional(),
    }),
  }),
});

/** Body of POST /api/auth/passkey: what a browser signed (AuthenticationResponseJSON of WebAuthn). */
export const passkeySignInBody = z.object({
  token,
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.optional(),
    }),
  }),
});
