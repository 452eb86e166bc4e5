import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .toString()
  .trim()
  .split("\n")
  .filter((file) => existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const documents = files.filter((file) => file.endsWith(".md"));

test("there are documents", () => {
  expect(documents).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/architecture.md"]));
});

test.each(documents)("every link and every path in %s leads somewhere", (document) => {
  const text = read(document);
  const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, link = ""]) =>
    join(dirname(document), link),
  );
  // Only whole paths of the repository; a placeholder such as lib/<domain> is none.
  const paths = Array.from(
    text.matchAll(/`((?:app|bench|bin|components|docs|e2e|lib|public|test)\/[\w./()[\]-]+)`/g),
    ([, path = ""]) => path,
  );
  expect([...links, ...paths].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("nothing refers to a text outside the repository", () => {
  const outside = /\bDESIGN( |\.md|§)|\bissue \d+|\bsection §/;
  const code = files.filter(
    (file) => /\.(tsx?|mjs|js|lua|md|json|css)$/.test(file) && file !== "test/project/documents.test.ts",
  );
  expect(code.filter((file) => outside.test(read(file)))).toEqual([]);
});
