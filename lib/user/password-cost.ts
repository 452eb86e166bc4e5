/** bcrypt's cost: 2^10 rounds, the least that OWASP asks; about 65 ms of one core here. */
export const COST = 10;

/** A hash of nobody's password at the same cost, so that an unknown name takes as long as a wrong password. */
export const NOBODY = "$2b$10$Qg0VeysMas7ra/1gEy7Hk.fdXoUbiFYArLI1FsGR3PLMfdLSd7VBK";
