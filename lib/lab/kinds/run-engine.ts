import { shardKeys } from "#lib/lab/bulk/shards.ts";
import type { RunContext } from "#lib/lab/engine/engine.ts";
import type { Run } from "#lib/lab/runs/run.ts";
import type { RunKind, RunResult } from "#lib/lab/runs/schema.ts";
import { nameNodes } from "#lib/lab/servers/nodes.ts";
import { bulk } from "./bulk.ts";
import { compare } from "./compare.ts";
import { load } from "./load.ts";
import { pipeline } from "./pipeline.ts";
import { sale } from "./sale.ts";
import { browse, crowd } from "./shoppers.ts";

type Tools = Omit<RunContext<RunKind>, "id" | "request">;

function execute({ id, request }: Run, tools: Tools): Promise<RunResult> {
  switch (request.kind) {
    case "pipeline":
      return pipeline({ ...tools, id, request });
    case "load":
      return load({ ...tools, id, request });
    case "sale":
      return sale({ ...tools, id, request });
    case "browse":
      return browse({ ...tools, id, request });
    case "crowd":
      return crowd({ ...tools, id, request });
    case "bulk":
      return bulk({ ...tools, id, request });
    case "compare":
      return compare({ ...tools, id, request });
  }
}

/** Executes a run with the engine of its kind. The result names the nodes of a cluster, or the primary under Sentinel. */
export async function runEngine(run: Run, tools: Tools): Promise<RunResult> {
  const { request } = run;
  const result = await execute(run, tools);
  const nodes = await nameNodes(request.kind === "bulk" ? shardKeys(request.shards) : []);
  return nodes === null ? result : { ...result, figures: { ...result.figures, nodes } };
}
