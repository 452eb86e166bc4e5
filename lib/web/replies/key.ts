import type { KeyDetails, StreamGroup } from "#lib/key-browser/read-key.ts";

type Fields = Record<string, string>;

/** A key as the API replies with it. */
export interface PublicKey {
  key: string;
  type: string;
  ttl: number | null;
  bytes: number | null;
  encoding: string;
  length: number;
  value:
    | Fields
    | string[]
    | { member: string; score: number | string }[]
    | { id: string; fields: Fields }[]
    | string
    | null;
  nextCursor: string | null;
  /** of a stream */
  groups?: StreamGroup[];
  /** how many values of this page are longer than what is shown; left out when none is */
  cut?: number;
}

function publicValue(value: KeyDetails["value"]): PublicKey["value"] {
  switch (value.type) {
    case "hash":
      return Object.fromEntries(value.entries);
    case "list":
    case "set":
      return value.elements;
    case "zset":
      return value.members;
    case "stream":
      return value.entries.map(({ id, fields }) => ({ id, fields: Object.fromEntries(fields) }));
    case "string":
      return value.text;
    default:
      return null;
  }
}

/** The reply about a key, with its value in the shape that its type has in JSON. */
export function publicKey({ value, start: _, cut, ...details }: KeyDetails): PublicKey {
  return {
    ...details,
    value: publicValue(value),
    ...(value.type === "stream" && { groups: value.groups }),
    ...(cut > 0 && { cut }),
  };
}
