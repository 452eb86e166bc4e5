/** The props of the account fields, the same in every form. */

export const usernameField = {
  name: "username",
  label: "Username",
  autoComplete: "username",
  autoCapitalize: "none",
  spellCheck: false,
  required: true,
} as const;

/** With the rules for a new username. */
export const newUsernameField = { ...usernameField, minLength: 3, maxLength: 32 } as const;

export const emailField = {
  name: "email",
  label: "E-mail",
  type: "email",
  autoComplete: "email",
  required: true,
} as const;

/** What people are called is theirs to tell or not. */
export const firstNameField = {
  name: "firstName",
  label: "First name (optional)",
  autoComplete: "given-name",
  maxLength: 64,
} as const;

export const lastNameField = {
  name: "lastName",
  label: "Last name (optional)",
  autoComplete: "family-name",
  maxLength: 64,
} as const;
