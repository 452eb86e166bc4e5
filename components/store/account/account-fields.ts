/** What the fields of an account are wherever they are asked for. */

export const usernameField = {
  name: "username",
  label: "Username",
  autoComplete: "username",
  autoCapitalize: "none",
  spellCheck: false,
  required: true,
} as const;

/** With the rules for a name that is chosen. */
export const newUsernameField = { ...usernameField, minLength: 3, maxLength: 32 } as const;

export const emailField = {
  name: "email",
  label: "E-mail",
  type: "email",
  autoComplete: "email",
  required: true,
} as const;
