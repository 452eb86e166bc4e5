import { OPERATOR } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { backUp, checkBackup } from "#lib/backup/backup.ts";
import { formatBytes } from "#lib/bytes.ts";
import { CommandError, readArgs, runCancellable, runCommand, withStoreRedis } from "./support/cli.ts";
import { makeProgress } from "./support/progress.ts";

/** `npm run backup -- --file …`: every key of the store into a file. */

const USAGE = `npm run backup -- --file store.ndjson.gz [--verify] [--all]

Writes every key of the store with its type and expiry into a new file, a line of JSON for each; compressed if its name
ends with .gz. The store may run meanwhile: then each key is as it was at a moment during the backup. The file holds
addresses and password hashes, and only its owner can read it.

  --verify   reads the file again when it is written
  --all      also locks, rate limits, forms under way and laboratory data, which are left out otherwise

REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL names the Redis; without them it is the one that \`npm start\` runs (DATA_DIR).
Keep SESSION_SECRET, or DATA_DIR/session-secret, with the file: authenticator apps need it.
Exit code: 0 done, 1 not done, 130 cancelled; then there is no file.`;

const number = new Intl.NumberFormat("en");

await runCommand(async () => {
  const { values } = readArgs(USAGE, {
    options: {
      file: { type: "string" },
      verify: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
    },
  });
  const { file, all } = values;
  if (!file) throw new CommandError(`--file is required.\n\n${USAGE}`);
  return runCancellable("Cancelled; no file was written.", async (signal) => {
    const options = { all, signal, onProgress: makeProgress("Backing up") };
    const { keys, bytes, leftOut, readInPieces, digest } = await withStoreRedis(
      async () => {
        const result = await backUp(file, options);
        await recordEvent({ what: "backup-made", who: OPERATOR, on: "store", after: `${result.keys} keys` });
        return result;
      },
      { anyData: true },
    );
    console.log(`${number.format(keys)} keys in ${file} (${formatBytes(bytes)}, digest ${digest}).`);
    if (leftOut > 0)
      console.log(`${number.format(leftOut)} keys left out: locks, rate limits, forms under way, laboratory data.`);
    if (readInPieces > 0)
      console.log(`${readInPieces} large keys were read in pieces: what was changed meanwhile may be there in part.`);
    if (!values.verify) return;
    const show = makeProgress("Reading it again");
    await checkBackup(file, signal, (done) => show(done, keys));
    console.log("Verified: the file holds what was read.");
  });
});
