import { config } from "#lib/config.ts";
import { encodeRequest, exchange } from "#lib/lab/http/exchange.ts";
import { readServerAddress } from "#lib/net/server-address.ts";

/** A running store on this machine. */
export interface RunningStore {
  url: string;
  /** How many server processes answer there; null if that is not known. */
  processes: number | null;
}

const NEEDED = "A run over HTTP needs a running store: start it with `npm start`, or give the address of one";

/**
 * The store that a run over HTTP sends its requests to: the one at the given address, else that of the same data
 * directory, which is the store that started the run.
 * @throws Error if there is none, or it does not answer
 */
export async function findStore(given: string | undefined): Promise<RunningStore> {
  const known = readServerAddress(config().DATA_DIR);
  const url = given ?? known?.url;
  if (!url) throw new Error(`No store runs with the data directory ${config().DATA_DIR}. ${NEEDED}`);
  let status = 0;
  try {
    await exchange(url, [encodeRequest(url, "GET", "/api/health/ready")], (_, reply) => {
      status = reply?.status ?? 0;
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}. ${NEEDED}`);
  }
  if (status !== 200) throw new Error(`What answers at ${url} is no store that is ready. ${NEEDED}`);
  const isKnown = known !== null && new URL(known.url).port === new URL(url).port;
  return { url, processes: isKnown ? known.processes : null };
}
