/** Every Redis key name of the project, and nothing else. */

/**
 * The name of a companion key: the braces put it in the cluster slot of its primary,
 * so that both may change in one script.
 */
function companion(primary: string, suffix: string): string {
  return `{${primary}}:${suffix}`;
}

export const keys = {
  /** The version of what these keys hold (lib/redis/data-format.ts). */
  dataFormat: "format",
  /** There while a restore is at work, or was interrupted: the file, and when it began. */
  unfinishedRestore: "restore:unfinished",
  /** A copy of a large key while it is backed up, in its slot. */
  backupCopy: (key: string) => (key.startsWith("{") ? `${key}:backup` : companion(key, "backup")),

  user: (id: string) => `user:${id}`,
  /** Counter from which user ids 1, 2, 3… are drawn. */
  userIds: "user_ids",
  usernameToId: (username: string) => `username_to_id:${username.toLowerCase()}`,
  emailToId: (email: string) => `email_to_id:${email.toLowerCase()}`,

  /** The name for which a registration form was submitted, by the key of the form. */
  registrationForm: (key: string) => `registration_form:${key}`,

  /** Ids of users whose deletion has begun and is not complete. */
  usersToDelete: "users:leaving",

  /** Held while an administrator changes the rights of somebody, so that two can't demote each other at once. */
  rightsLock: "users:rights_lock",

  /** What was done to accounts and by administrators, newest last. */
  audit: "audit",
  /** The newest of it that concerns a user. */
  userActivity: (id: string) => companion(keys.user(id), "activity"),
  /** Digests of the e-mail addresses that a user has had, once they have changed theirs. */
  userEmails: (id: string) => companion(keys.user(id), "emails"),
  /** Digests of the devices from which a user has signed in, by the time of the last sign-in. */
  userDevices: (id: string) => companion(keys.user(id), "devices"),

  /** `totp_secret` and what belongs to it; with the passkeys and recovery codes a user's second factors. */
  userSecondFactor: (id: string) => companion(keys.user(id), "second_factor"),
  /** Credential id → a passkey as JSON. */
  userPasskeys: (id: string) => companion(keys.user(id), "passkeys"),
  /** Digests of the recovery codes that are left. */
  userRecoveryCodes: (id: string) => companion(keys.user(id), "recovery_codes"),
  /** A sign-in whose password was right and whose second factor is still to come, by its token. */
  pendingSignIn: (token: string) => `sign_in:${token}`,
  /** The challenge that a passkey is to sign, by its token. */
  passkeyChallenge: (token: string) => `passkey_challenge:${token}`,

  session: (sid: string) => `session:${sid}`,
  sessionsOf: (userId: string) => `sessions_of:${userId}`,
  /** Prefixes of rate-limiter-flexible: failures for an account from an address, from an address, for an account. */
  limitAccount: "limit:account",
  limitAddress: "limit:address",
  limitName: "limit:name",
  /** Wrong codes of an authenticator app, for an account. */
  limitCodes: "limit:codes",
  /** What one address does: registrations, orders of guests, sessions of guests, challenges for passkeys. */
  limitRegister: "limit:register",
  limitGuestOrders: "limit:guest_orders",
  limitSessions: "limit:sessions",
  limitChallenges: "limit:challenges",
  /** Changes of name of an account. */
  limitRenames: "limit:renames",
  /** Entries in the audit stream that users and strangers cause, and entries of one kind in a user's activity. */
  limitAudit: "limit:audit",
  limitActivity: "limit:activity",
  /** Held by the process that evicts guest sessions above the limit. */
  evictionLock: "sessions:cap_lock",

  cart: (owner: string) => `cart:${owner}`,
  /** Guest ids whose carts have already been merged into this cart. */
  cartMerged: (owner: string) => companion(keys.cart(owner), "merged"),
  /** Owner into whose cart a guest cart is merged. While it is set, the guest cart is closed: changes are refused. */
  cartMovedTo: (owner: string) => companion(keys.cart(owner), "moved_to"),
  /** SKU id → quantity of the lines that did not fit when carts were merged; shown to the shopper for a day. */
  cartLeftOut: (owner: string) => companion(keys.cart(owner), "left_out"),
  /** What an owner has saved for later, by time. It has the same companions as the cart. */
  wishlist: (owner: string) => `wishlist:${owner}`,
  wishlistMerged: (owner: string) => companion(keys.wishlist(owner), "merged"),
  wishlistMovedTo: (owner: string) => companion(keys.wishlist(owner), "moved_to"),
  wishlistLeftOut: (owner: string) => companion(keys.wishlist(owner), "left_out"),
  recent: (owner: string) => `recent:${owner}`,
  viewed: "viewed",
  /** When the views were last halved, in seconds. */
  viewedHalved: companion("viewed", "halved"),

  sku: (id: string) => `sku:${id}`,
  skus: "skus",
  skusByPrice: "skus:price",
  skusOfCategory: (slug: string) => `skus:category:${slug}`,
  skusOfCategoryByPrice: (slug: string) => `skus:category:${slug}:price`,
  /** Category → number of SKUs. */
  skuCategories: "skus:categories",
  /** Categories that a SKU was in until recently. */
  skuFormerCategories: (id: string) => companion(keys.sku(id), "left"),
  /** SKUs whose indexes are being brought up to date: `<id> <when it began>`, by time. */
  skusPending: "skus:pending",
  skusSweeper: "skus:sweeper",
  /** Held by the process that looks for SKUs written by others, and between two looks. */
  skusWalk: "skus:walk",
  /** Channel: ids of SKUs that were edited, `*` when any may be; `stock <id>` where only its stock changed. */
  skusChanged: "skus:changed",
  /** Order id → quantity held for a pending order. */
  skuHolds: (id: string) => companion(keys.sku(id), "holds"),
  /** Orders whose hold was closed in the last hour, by time: a hold that arrives late for them is refused. */
  skuClosed: (id: string) => companion(keys.sku(id), "closed"),
  /** Changes of the stock by administrators in the last hour, by time, so that a repeated one counts once. */
  skuRestocked: (id: string) => companion(keys.sku(id), "restocked"),
  /** Cancelled orders whose stock has been returned. */
  skuReturned: (id: string) => companion(keys.sku(id), "returned"),
  /** `<shopper> <order id> <units>` of each order that counts towards the purchase limit; only while there is one. */
  skuBoughtBy: (id: string) => companion(keys.sku(id), "bought_by"),

  /** An uploaded picture: `created_at`, `name`, `bytes`, and its WebP files by the longest side: `1280`, `640`, `320`. */
  picture: (id: string) => `picture:${id}`,
  /** SKUs that use it, or did so, by the time at which they began. */
  pictureSkus: (id: string) => companion(keys.picture(id), "skus"),
  /** Uploaded pictures by the time of the upload. */
  pictures: "pictures",
  /** What was typed into the form of a SKU while a picture was uploaded without script, by its token. */
  skuDraft: (token: string) => `sku_draft:${token}`,

  /** An import of a table: its state, what was decided about it, progress and result. */
  import: (id: string) => `import:${id}`,
  /** The table, compressed, in pieces. */
  importTable: (id: string) => companion(keys.import(id), "table"),
  /** Held by the process that checks or carries out the import. */
  importLock: (id: string) => companion(keys.import(id), "lock"),
  /** Imports by the time of their upload; the newest are kept. */
  imports: "imports",
  /** Held while an import writes; its id. */
  activeImport: "imports:active",

  /** Word → words that mean the same, separated by commas. */
  searchSynonyms: "search:synonyms",
  /** Set once an administrator has changed the synonyms; until then the standard ones are used. */
  searchSynonymsEdited: companion("search:synonyms", "edited"),

  order: (id: string) => `order:${id}`,
  /** Lock of a cart in checkout: `<order id> <when it began>`. */
  cartCheckout: (owner: string) => companion(keys.cart(owner), "checkout"),
  /** Orders with pending work, by the time it began. */
  ordersPending: "orders:pending",
  /** Lock of the process that sweeps `orders:pending`. */
  ordersSweeper: "orders:sweeper",
  /** All orders that were placed, by time; and the same by owner, by e-mail and by status. */
  orders: "orders",
  ordersOf: (owner: string) => `orders_of:${owner}`,
  ordersOfEmail: (email: string) => `orders:email:${email.toLowerCase()}`,
  ordersOfStatus: (status: string) => `orders:status:${status}`,
  discount: (code: string) => `discount:${code}`,
  discounts: "discounts",
  /** Order id → shopper, for a pending order that holds a use of the code. */
  discountHolds: (code: string) => companion(keys.discount(code), "holds"),
  /** `<shopper> <order id>` of each order placed with the code. */
  discountUses: (code: string) => companion(keys.discount(code), "uses"),
  /** Shopper → number of orders placed with the code, until version 1 of the data. */
  discountUsedBy: (code: string) => companion(keys.discount(code), "used_by"),
  /** Orders whose hold was closed in the last hour, by time. */
  discountClosed: (code: string) => companion(keys.discount(code), "closed"),
  /** Cancelled orders whose use has been returned. */
  discountReturned: (code: string) => companion(keys.discount(code), "returned"),
  /** Prefix of rate-limiter-flexible: unknown codes by address. */
  limitDiscount: "limit:discount",
  /** The address of a user's last order. */
  userAddress: (id: string) => companion(keys.user(id), "address"),

  /** Kind of violation of the content policy → how often browsers have reported it, and `since`. */
  cspReports: "csp:reports",
  /** Prefix of rate-limiter-flexible: reports by address. */
  limitCspReports: "limit:csp",

  /** Requests of a visitor who looks at their commands, the last ones, as JSON. */
  commandLog: (viewer: string) => `commands:${viewer}`,
  /** Prefix of rate-limiter-flexible: logs of commands that were begun, and comparisons, by address. */
  limitCommandLog: "limit:commands",

  /** The state of the migration from SQL: phase, percentage, epoch, what was asked for, progress. */
  migration: "migration",
  /** Who moved it, when, from which phase to which, and what the guards said; and all else that happened. */
  migrationLog: companion("migration", "log"),
  /** The figures of the migration, as its process saw them last, as JSON. */
  migrationStatus: companion("migration", "status"),
  /** What administrators ask of that process; it answers in the reply of each. */
  migrationRequests: companion("migration", "requests"),
  migrationReply: (id: string) => companion("migration", `reply:${id}`),
  /** Held by the process of the migration. */
  migrationLease: companion("migration", "lease"),
  /** Records that SQL may not have yet, while Redis leads: `<key>\n<id of the change>`, by the time of the change. */
  migrationOutbox: companion("migration", "outbox"),
  /** Differences between the two stores that were found, the newest last. */
  migrationMismatches: companion("migration", "mismatches"),
  /** Says to scripts whether Redis leads; in a cluster one for each slot, which the tag is chosen for. */
  migrationFence: (tag?: string) => (tag === undefined ? "migration:fence" : `migration:fence:{${tag}}`),
  /** Channel: the state of the migration has changed. */
  migrationChanged: "migration:changed",
  /** The last version of a session that has ended, for the longest lifetime that one has. */
  sessionGone: (sid: string) => companion(keys.session(sid), "gone"),
  /** SKU id → version of a line of a cart that is migrated, also of one that was removed. */
  cartVersions: (owner: string) => companion(keys.cart(owner), "versions"),

  /** The challenge's integers. */
  bigList: "biglist",
  bigListShard: (shard: number) => `biglist:${shard}`,
  run: (id: string) => `run:${id}`,
  /** Samples of a run, a few entries per second. */
  runSamples: (id: string) => companion(keys.run(id), "samples"),
  runs: "runs",
  /** Figures of the store, one entry a second for an hour; and their averages, one a minute for a day. */
  metricsSamples: "metrics:samples",
  metricsMinutes: companion("metrics:samples", "minutes"),
  /** The newest figures in full. */
  metricsNow: companion("metrics:samples", "now"),
  /** Process → what it has counted since it started, as JSON; written once a second. */
  metricsProcesses: companion("metrics:samples", "processes"),
  /** What all processes have counted on a day, such as 2026-05-04 (UTC). */
  metricsDay: (day: string) => companion("metrics:samples", `day:${day}`),
  /** Held by the process that samples for all. */
  metricsSampler: companion("metrics:samples", "sampler"),
  /** Written to find out whether writes are accepted. */
  writeProbe: "probe:write",
  /** Written before replicas are asked what they have; in a cluster one on each node, which `n` is chosen for. */
  replicationMark: (n: number) => `probe:replicas:{${n}}`,
  /** Where a repair was interrupted, and the lock of the one that the store itself does after a failover. */
  repairPosition: "repair",
  repairLock: "repair:lock",
  /** Lease of the active run: its id. It expires unless the process of the run renews it. */
  activeRun: "runs:active",
} as const;

/** Names of the laboratory's own visitors and SKUs, so that it never touches those of the store. */
export const labNames = {
  sid: (run: string, n: number) => `lab:${run}:${n}`,
  /** A sid with the 22 characters that the session cookie can seal. */
  cookieSid: (run: string, n: number) => `lab-${run}-${String(n).padStart(5, "0")}`,
  sku: (run: string, n: number) => `lab-${run}-${n}`,
  user: (run: string, n: number) => `lab-${run}-${n}`,
  /** The ranking that a run uses instead of `viewed`. */
  viewed: (run: string) => `viewed:lab:${run}`,
} as const;
