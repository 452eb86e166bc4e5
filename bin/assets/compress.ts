/**
 * Compresses the files of the build and of public/ at the highest levels, once after `next build`. Brotli makes scripts a
 * sixth smaller than the gzip that a server can afford for each request.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { COMPRESSED, ENCODINGS, listStatic } from "#lib/front/static-files.ts";

/** Fonts are already compressed. */
const COMPRESSIBLE = /\.(css|js|svg|txt)$/;
/** Smaller files fit into one packet in any case. */
const MIN_BYTES = 512;

const compressors = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
};

const root = join(import.meta.dirname, "..");
await rm(join(root, COMPRESSED), { recursive: true, force: true });
await Promise.all(
  (await listStatic(root))
    .filter(({ path }) => COMPRESSIBLE.test(path))
    .map(async ({ path, file }) => {
      const bytes = await readFile(file);
      if (bytes.length < MIN_BYTES) return;
      await mkdir(dirname(join(root, COMPRESSED, path)), { recursive: true });
      for (const [name, end] of ENCODINGS) {
        await writeFile(join(root, COMPRESSED, `${path}${end}`), await compressors[name](bytes));
      }
    }),
);
