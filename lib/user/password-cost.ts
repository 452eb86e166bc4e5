/** Cost of bcrypt: 2^10 rounds, the minimum that OWASP recommends; about 65 ms of one core here. */
export const COST = 10;

/** A hash of the same cost that no password matches, so that an unknown name takes as long as a wrong password. */
export const DUMMY_HASH = "$2b$10$Qg0VeysMas7ra/1gEy7Hk.fdXoUbiFYArLI1FsGR3PLMfdLSd7VBK";
