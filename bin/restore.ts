import { OPERATOR } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { checkBackup } from "#lib/backup/backup.ts";
import { restore } from "#lib/backup/restore.ts";
import { CommandError, readArgs, runCancellable, runCommand, withStoreRedis } from "./support/cli.ts";
import { makeProgress } from "./support/progress.ts";

/** `npm run restore -- --file …`: a backup into a store that does not run. */

const USAGE = `npm run restore -- --file store.ndjson.gz [--replace] [--verify]

Writes the keys of a backup into the Redis of a store that does not run: one server, the primary of Sentinels or a
cluster, whatever the backup is from. The whole file is checked before anything is written. Keys that have expired since
the backup are left out. A restore that was cancelled or failed has to be repeated before the store starts again.

  --replace  deletes everything that is in this Redis first; without it, one that holds keys is refused
  --verify   reads every key again and compares it with the file

REDIS_URL, REDIS_CLUSTER or REDIS_SENTINEL names the Redis; without them it is the one that \`npm start\` runs (DATA_DIR).
Exit code: 0 done, 1 not done, 130 cancelled.`;

const number = new Intl.NumberFormat("en");

await runCommand(async () => {
  const flag = { type: "boolean", default: false } as const;
  const { values } = readArgs(USAGE, { options: { file: { type: "string" }, replace: flag, verify: flag } });
  const { file, replace, verify } = values;
  if (!file) throw new CommandError(`--file is required.\n\n${USAGE}`);
  return runCancellable(
    "Cancelled. If anything was written, repeat the restore before the store starts.",
    async (signal) => {
      const checked = makeProgress("Checking the file");
      const keys = await checkBackup(file, signal, (done) => checked(done));
      const titles = { write: "Restoring", verify: "Comparing" };
      const shown: { [doing: string]: ReturnType<typeof makeProgress> } = {};
      const onProgress = (doing: keyof typeof titles, done: number, total: number) => {
        shown[doing] ??= makeProgress(titles[doing]);
        shown[doing](done, total);
      };
      const options = { keys, replace, verify, signal, onProgress };
      const { deleted, expired } = await withStoreRedis(
        async () => {
          const result = await restore(file, options);
          await recordEvent({
            what: "backup-restored",
            who: OPERATOR,
            on: "store",
            after: `${keys - result.expired} keys`,
          });
          return result;
        },
        { anyData: true },
      );
      if (deleted > 0) console.log(`${number.format(deleted)} keys were deleted.`);
      console.log(
        `${number.format(keys - expired)} keys restored from ${file}; ${number.format(expired)} had expired since.`,
      );
      if (verify) console.log("Verified: Redis holds what the file says.");
    },
  );
});
