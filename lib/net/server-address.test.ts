import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readServerAddress, removeServerAddress, writeServerAddress } from "./server-address.ts";

const makeFolder = async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fwr-address-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

test("the address in a copy of a data directory is not that of the copy's store", async () => {
  const [dataDir, copy] = [await makeFolder(), await makeFolder()];
  const address = { url: "http://localhost:1", processes: 1, pid: process.pid, dataDir, reloads: 0, failure: null };
  writeServerAddress(dataDir, address);
  await cp(dataDir, copy, { recursive: true });
  expect(readServerAddress(dataDir)).toEqual(address);
  expect(readServerAddress(copy)).toBeNull();
});

test("a store that stops removes its own address, and not that of one that was started since", async () => {
  const dataDir = await makeFolder();
  const address = { url: "http://localhost:1", processes: 1, pid: 1, dataDir, reloads: 0, failure: null };
  writeServerAddress(dataDir, address);
  removeServerAddress(dataDir);
  expect(readServerAddress(dataDir)).toEqual(address);
  writeServerAddress(dataDir, { ...address, pid: process.pid });
  removeServerAddress(dataDir);
  expect(readServerAddress(dataDir)).toBeNull();
});
