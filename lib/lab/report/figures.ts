import { formatMemory } from "#lib/lab/runs/estimate.ts";
import type { Row } from "#lib/lab/runs/schema.ts";
import { cell, milliseconds, number, words } from "./format.ts";

/** The fields of a result that do not say by their name what they are, in words. */
const LABELS: Readonly<Record<string, string>> = {
  successRate: "success rate",
  opsPerSecond: "operations a second",
  ratio: "Redis to PostgreSQL, session update",
  relaxed: "relaxed means",
  durable: "durable means",
  redisBytesPerSession: "a session in Redis",
  postgresBytesPerSession: "a session in PostgreSQL",
  memorySaved: "memory that Redis saves",
  memoryClaim: "memory, as claimed",
  memoryClaimHolds: "that claim holds",
  throughputClaim: "speed, as claimed",
  throughputClaimHolds: "that claim holds too",
  pageViewsPerSecond: "page views a second",
  seconds: "took",
  through: "by way of",
  readFrom: "Server B reads from",
  servers: "Redis servers",
  writeSeconds: "writing took",
  readSeconds: "reading took",
  readPerSecond: "values read a second",
  memoryBytes: "memory",
  bytesPerValue: "a value takes",
  maxLagEntries: "most entries behind",
  pending: "entries not acknowledged",
  knee: "highest rate held",
};

/** What a field of a result is called on a receipt. */
export function labelOf(name: string): string {
  return LABELS[name] ?? words(name);
}

/** A field of a result with its unit. */
export function printFigure(name: string, value: Row[string] | undefined): string {
  if (typeof value !== "number") return cell(value);
  if (name === "successRate") return `${(value * 100).toFixed(2)} %`;
  if (name === "memorySaved") return `${Math.round(value * 100)} %`;
  if (name === "ratio") return `${number(value)} times`;
  if (name === "knee") return `${number(value)}/s`;
  if (name === "memoryBytes") return formatMemory(value);
  if (/^(mean|p\d+|max)$|Ms$/.test(name)) return milliseconds(value);
  if (/^bytesPer|BytesPer/.test(name)) return `${number(value)} bytes`;
  if (/^seconds$|Seconds$/.test(name)) return `${number(value)} s`;
  return number(value);
}
