import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileSystemOf, findDataFolder } from "./data-folder.ts";
import { startDurableRedis } from "./durable-redis.ts";

test("file systems that keep their files in memory are recognised by the numbers of man 2 statfs", () => {
  expect(fileSystemOf(0x01021994)).toEqual({ fileSystem: "tmpfs", inMemory: true });
  expect(fileSystemOf(0x858458f6)).toEqual({ fileSystem: "ramfs", inMemory: true });
  expect(fileSystemOf(0xef53)).toEqual({ fileSystem: "ext4", inMemory: false });
  expect(fileSystemOf(0x794c7630)).toEqual({ fileSystem: "overlayfs", inMemory: false });
  expect(fileSystemOf(0xabc)).toEqual({ fileSystem: "type 0xabc", inMemory: false });
});

test("the servers of a comparison use DATA_DIR, which is made, on the file system that it is on", async () => {
  const parent = await mkdtemp(join(tmpdir(), "fwr-data-"));
  try {
    const path = join(parent, "data");
    const folder = await findDataFolder({}, path);
    expect(folder).toMatchObject({ path, ...fileSystemOf((await statfs(parent)).type) });
    expect(folder.fsyncMs).toBeGreaterThan(0);
  } finally {
    await rm(parent, { recursive: true });
  }
});

test("the durable setting is left out where files are kept in memory, with the reason", async () => {
  const folder = { path: "/mnt/memory", fileSystem: "tmpfs", inMemory: true, fsyncMs: 0 };
  expect(await startDurableRedis(folder, "tcp")).toEqual({
    ok: false,
    reason: "/mnt/memory is on tmpfs, which is lost with the power; set DATA_DIR to a folder on a disk",
  });
});
