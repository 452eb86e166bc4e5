import type { Run, RunKind, RunResult } from "#lib/lab/runs/schema.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { bulk } from "./bulk.ts";
import { compare } from "./compare.ts";
import type { Engine, RunContext } from "./engine.ts";
import { load } from "./load.ts";
import { pipeline } from "./pipeline.ts";
import { browse, crowd } from "./shoppers.ts";

const engines: { [K in RunKind]: Engine<K> } = { pipeline, load, browse, crowd, bulk, compare };

type Tools = Pick<RunContext<RunKind>, "meter" | "signal" | "start" | "atEnd">;

/** Runs the engine of a kind with the parameters that were written down. */
export function runEngine(run: Run, tools: Tools): Promise<RunResult> {
  const request = runBody.parse({ kind: run.kind, ...run.params });
  const dispatch = <K extends RunKind>(kind: K, params: unknown) =>
    engines[kind]({ ...tools, id: run.id, params: params as RunContext<K>["params"] });
  return dispatch(request.kind, request);
}
