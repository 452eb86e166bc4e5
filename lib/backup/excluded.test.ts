import { expect, test } from "vitest";
import { keys, labNames } from "#lib/redis/keys.ts";
import { isLeftOut } from "./excluded.ts";

test("locks, rate limits, forms under way and laboratory data are left out, and nothing that is named like them", () => {
  const left = [
    ...[keys.ordersSweeper, keys.skusWalk, keys.activeRun, keys.importLock("1"), keys.writeProbe],
    ...[`${keys.limitAddress}:203.0.113.1`, keys.registrationForm("a"), keys.pendingSignIn("a")],
    ...[keys.runs, keys.run("1"), keys.runSamples("1"), keys.bigList, keys.bigListShard(3)],
    ...[keys.session(labNames.sid("0123456789ab", 1)), keys.sku(labNames.sku("0123456789ab", 1))],
    ...[keys.backupCopy(keys.skus), keys.repairPosition, keys.repairLock, keys.replicationMark(7)],
  ];
  const kept = [
    ...[keys.cartCheckout("1"), keys.user("1"), keys.session("a"), keys.sku("lab-coat"), keys.import("1")],
    ...[keys.ordersPending, keys.dataFormat, keys.sku("limit:x"), keys.viewed],
  ];
  expect([...left, ...kept].filter(isLeftOut)).toEqual(left);
});
