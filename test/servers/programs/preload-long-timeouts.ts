import { setLongTimeouts } from "#test/servers/long-timeouts.ts";

/** Loaded before the program of a process that a test starts, by NODE_OPTIONS. */
setLongTimeouts();
