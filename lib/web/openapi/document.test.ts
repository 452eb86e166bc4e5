import { readdir } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { RouteHandler } from "#lib/web/routes/route.ts";
import { openapiDocument, operations } from "./document.ts";
import { problemReplies } from "./problems.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const FOLDER = join(process.cwd(), "app/api");

interface Found {
  name: string;
  handler: RouteHandler;
}

/** Every handler that a file under app/api exports, by method and address. */
async function findHandlers(): Promise<Found[]> {
  const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith(`${sep}route.ts`));
  const found = await Promise.all(
    files.map(async (file) => {
      const parts = dirname(file).split(sep);
      const path = ["/api", ...parts.map((part) => part.replace(/^\[(.+)\]$/, "{$1}"))].join("/");
      const exported: Record<string, RouteHandler> = await import(join(FOLDER, file));
      expect(Object.keys(exported).filter((name) => !METHODS.includes(name))).toEqual([]);
      return Object.entries(exported).map(([method, handler]) => ({ name: `${method} ${path}`, handler }));
    }),
  );
  return found.flat();
}

const handlers = await findHandlers();
const byName = new Map(
  operations.map((operation) => [`${operation.method.toUpperCase()} ${operation.path}`, operation]),
);

test("each route and method is an operation, and each operation is there", () => {
  expect(handlers.length).toBeGreaterThan(30);
  expect(byName.size).toBe(operations.length);
  expect([...byName.keys()].sort()).toEqual(handlers.map(({ name }) => name).sort());
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
});

test.each(handlers)("$name has the visitor and the very schemas of its route", ({ name, handler: { options } }) => {
  const operation = byName.get(name);
  expect(operation?.visitor).toBe(options.visitor);
  expect(operation?.body, "body").toBe(options.body);
  expect(operation?.fileType !== undefined, "bytes").toBe(options.bytes !== undefined);
  expect(operation?.query, "query").toBe(options.query);
  expect(operation?.params, "params").toBe(options.params);
});

test("the parameters of each address are those of its schema", () => {
  for (const { path, params } of operations) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {}), path).toEqual(names);
  }
});

test("the document has each operation with its body, parameters and replies", () => {
  const { paths = {} } = openapiDocument();
  expect(Object.values(paths).flatMap((item) => Object.keys(item))).toHaveLength(operations.length);
  for (const operation of operations) {
    const { method, path, body, fileType, query, params, headers, replies } = operation;
    const documented = paths[path]?.[method];
    const name = `${method} ${path}`;
    expect(documented?.operationId, name).toBe(operation.id);
    expect(documented?.requestBody !== undefined, name).toBe((body ?? fileType) !== undefined);
    const names = [params, query, headers].flatMap((schema) => Object.keys(schema?.shape ?? {}));
    expect(documented?.parameters?.map((parameter) => "name" in parameter && parameter.name) ?? [], name).toEqual(
      names,
    );
    const statuses = [...Object.keys(replies), ...Object.keys(problemReplies(operation))].sort();
    expect(Object.keys(documented?.responses ?? {}).sort(), name).toEqual(statuses);
  }
});

test("no body, parameter or reply is without a schema", () => {
  const empty: string[] = [];
  const look = (value: unknown, at: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "schema" && Object.keys(inner).length === 0) empty.push(at);
      look(inner, `${at} > ${key}`);
    }
  };
  look(openapiDocument(), "document");
  expect(empty).toEqual([]);
});

test("the document is valid OpenAPI 3.1, and each reference resolves", async () => {
  const document: Record<string, unknown> = JSON.parse(JSON.stringify(openapiDocument()));
  const validator = new Validator();
  expect(await validator.validate(document)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  expect(JSON.stringify(validator.resolveRefs())).not.toContain('"$ref"');
  const { servers: _, ...incomplete } = document;
  expect((await new Validator().validate({ ...incomplete, paths: { "no slash": {} } })).valid).toBe(false);
});

/** What is no valid JSON Schema among the schemas of a document, or refers to one that is not there. */
function checkSchemas(document: object): { count: number; errors: string[] } {
  // Strict mode would refuse the keywords of OpenAPI, and ajv knows no formats by itself.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, "document");
  const errors: string[] = [];
  let count = 0;
  const look = (value: unknown, at: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const pointer = `${at}/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
      if (key !== "schema" && at !== "document#/components/schemas") {
        look(inner, pointer);
        continue;
      }
      count++;
      try {
        if (!ajv.validateSchema(inner)) errors.push(`${pointer}: ${ajv.errorsText()}`);
        else ajv.compile({ $ref: pointer });
      } catch (error) {
        errors.push(`${pointer}: ${error}`);
      }
    }
  };
  look(document, "document#");
  return { count, errors };
}

test("each schema is valid JSON Schema, which the validator of OpenAPI does not check", () => {
  const { count, errors } = checkSchemas(JSON.parse(JSON.stringify(openapiDocument())));
  expect(errors).toEqual([]);
  expect(count).toBeGreaterThan(100);
  const schemas = { A: { type: "nonsense" }, B: { items: { $ref: "#/components/schemas/C" } } };
  expect(checkSchemas({ components: { schemas } }).errors).toHaveLength(2);
});
