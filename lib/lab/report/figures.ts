import { formatMemory } from "#lib/bytes.ts";
import type { Row } from "#lib/lab/runs/schema.ts";
import { formatMilliseconds, formatNumber, formatRate, formatValue, splitCamelCase } from "./format.ts";

/** Labels of those fields of a result whose name alone does not explain them. */
const LABELS: Readonly<Record<string, string>> = {
  opsPerSecond: "operations per second",
  ratio: "Redis ÷ PostgreSQL, session update",
  ratioLow: "the same, lowest round",
  ratioHigh: "the same, highest round",
  pool: "connections",
  dataFolder: "data in",
  fsyncMs: "4 kB written and synchronised",
  relaxed: 'setting "relaxed"',
  durable: 'setting "durable"',
  redisBytesPerSession: "session in Redis",
  postgresBytesPerSession: "session in PostgreSQL",
  memorySaved: "memory saved by Redis",
  p999: "p99.9",
  limitMs: "p99 limit",
  findLimit: "find the limit",
  seconds: "duration",
  through: "via",
  readFrom: "Server B reads from",
  servers: "Redis servers",
  nodes: "Redis nodes",
  writeSeconds: "write time",
  readSeconds: "read time",
  readPerSecond: "values read per second",
  memoryBytes: "memory",
  bytesPerValue: "memory per value",
  maxLagEntries: "highest lag in entries",
  pending: "entries not acknowledged",
  highestRate: "highest rate that held",
  initial: "units at the start",
  stock: "units in stock",
  held: "units held",
  sold: "units sold",
  placed: "orders placed",
  refused: "orders refused",
  failed: "checkouts without an outcome",
  ordersPerSecond: "orders placed per second",
  repeated: "checkouts repeated",
  commandsPerCheckout: "Redis commands per checkout",
  processes: "server processes",
  generatorCpu: "load generator",
  generatorLateMs: "load generator late (p99)",
  generatorWasLimit: "load generator was the limit",
};

/** The label of a field of a result. */
export function labelOf(name: string): string {
  return LABELS[name] ?? splitCamelCase(name);
}

/** A field of a result with its unit. */
export function formatFigure(name: string, value: Row[string] | undefined): string {
  if (typeof value !== "number") return formatValue(value);
  if (name === "successRate") return `${(value * 100).toFixed(2)} %`;
  if (name === "limitMs") return `${formatNumber(value)} ms`;
  if (name === "generatorCpu") return `${Math.round(value * 100)} % of a core`;
  if (name === "memorySaved") return `${Math.round(value * 100)} %`;
  if (/^ratio(Low|High)?$/.test(name)) return `${formatNumber(value)} times`;
  if (name === "highestRate") return formatRate(value);
  if (name === "memoryBytes") return formatMemory(value);
  if (/^(mean|p\d+|max)$|Ms$/.test(name)) return formatMilliseconds(value);
  if (/^bytesPer|BytesPer/.test(name)) return `${formatNumber(value)} bytes`;
  if (/^seconds$|Seconds$/.test(name)) return `${formatNumber(value)} s`;
  return formatNumber(value);
}
