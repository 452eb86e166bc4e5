import type { Part } from "./context.ts";
import { catalogue } from "./parts/catalogue.ts";
import { cartItems, visits } from "./parts/handlers.ts";
import { productPage } from "./parts/pages.ts";
import { search } from "./parts/search.ts";
import { sessionBytes, sessionTouch } from "./parts/sessions.ts";

/** Everything that `npm run bench` measures, in this order. */
export const parts: readonly Part[] = [productPage, cartItems, visits, sessionTouch, sessionBytes, search, catalogue];
