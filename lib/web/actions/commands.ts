"use server";

import { z } from "zod";
import { showsCommands } from "#lib/command-log/viewer.ts";
import { plainFormAction } from "#lib/web/forms/form-action.ts";
import { beginViewing, endViewing } from "#lib/web/request/viewer.ts";

/** The forms of the page of commands, which works without JavaScript. */

const none = z.object({});

/** From now on the visitor's own requests are noted. */
export const beginViewingAction = plainFormAction(
  { visitor: "anyone", fields: none },
  "/commands",
  async ({ context }) => {
    const wait = showsCommands() ? await beginViewing(context) : 0;
    return { goTo: wait === null ? "/commands" : "/commands?refused=limit" };
  },
);

/** They are not noted any more. */
export const endViewingAction = plainFormAction(
  { visitor: "anyone", fields: none },
  "/commands",
  async ({ context }) => {
    await endViewing(context);
    return { goTo: "/commands" };
  },
);
