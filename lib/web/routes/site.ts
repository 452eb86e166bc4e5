import { Reply } from "./reply.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an XML document. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** A reply that is an XML document. */
export function xml(body: string): Reply {
  const headers = { "content-type": "application/xml; charset=utf-8" };
  return new Reply(200, headers, `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`);
}
