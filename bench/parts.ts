import { bulk } from "#bench/parts/bulk.ts";
import { catalogue } from "#bench/parts/catalogue.ts";
import { checkouts } from "#bench/parts/checkouts.ts";
import { durability } from "#bench/parts/durability.ts";
import { apiReads, cartItems, visits } from "#bench/parts/handlers.ts";
import { importPart } from "#bench/parts/import.ts";
import { lighthouse } from "#bench/parts/lighthouse.ts";
import { manyKeys } from "#bench/parts/many-keys.ts";
import { pageUnderLoad } from "#bench/parts/page-under-load.ts";
import { pageWeight } from "#bench/parts/page-weight.ts";
import { cartPage, productPage } from "#bench/parts/pages.ts";
import { recordBytes } from "#bench/parts/record-bytes.ts";
import { replicas } from "#bench/parts/replicas.ts";
import { search } from "#bench/parts/search.ts";
import { searchQuality } from "#bench/parts/search-quality.ts";
import { sessionBytes } from "#bench/parts/session-bytes.ts";
import { sessionLibraries } from "#bench/parts/session-libraries.ts";
import { sessionTouch } from "#bench/parts/session-touch.ts";
import { showCommands } from "#bench/parts/show-commands.ts";
import { signIns } from "#bench/parts/sign-ins.ts";
import type { Part } from "#bench/support/context.ts";

/** All parts of `npm run bench`, in order. */
export const parts: readonly Part[] = [
  productPage,
  cartPage,
  cartItems,
  visits,
  apiReads,
  showCommands,
  checkouts,
  durability,
  replicas,
  sessionTouch,
  sessionLibraries,
  sessionBytes,
  recordBytes,
  signIns,
  search,
  searchQuality,
  catalogue,
  importPart,
  manyKeys,
  pageWeight,
  lighthouse,
  bulk,
  pageUnderLoad,
];
