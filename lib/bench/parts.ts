import type { Part } from "./context.ts";
import { bulk } from "./parts/bulk.ts";
import { catalogue } from "./parts/catalogue.ts";
import { cartItems, visits } from "./parts/handlers.ts";
import { lighthouse } from "./parts/lighthouse.ts";
import { pageUnderLoad } from "./parts/page-under-load.ts";
import { pageWeight } from "./parts/page-weight.ts";
import { productPage } from "./parts/pages.ts";
import { search } from "./parts/search.ts";
import { sessionBytes } from "./parts/session-bytes.ts";
import { sessionLibraries } from "./parts/session-libraries.ts";
import { sessionTouch } from "./parts/session-touch.ts";
import { signIns } from "./parts/sign-ins.ts";

/** Everything that `npm run bench` measures, in this order. */
export const parts: readonly Part[] = [
  productPage,
  cartItems,
  visits,
  sessionTouch,
  sessionLibraries,
  sessionBytes,
  signIns,
  search,
  catalogue,
  pageWeight,
  lighthouse,
  bulk,
  pageUnderLoad,
];
