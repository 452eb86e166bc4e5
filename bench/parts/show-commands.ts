import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests, makeGuests } from "#bench/support/http.ts";
import { type Benchmark, compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";
import { startStore } from "#test/servers/store.ts";

const VISITORS = 50;
const VISIT = JSON.stringify({ page: "/products/sku123", sku: "sku123" });

/** The cookies of guests who look at the commands of their own requests. */
function look(url: string, guests: readonly string[]): Promise<string[]> {
  return Promise.all(
    guests.map(async (cookie) => {
      const reply = await fetch(`${url}/api/commands`, { method: "POST", headers: { cookie } });
      return `${cookie}; ${reply.headers.get("set-cookie")?.split(";")[0] ?? ""}`;
    }),
  );
}

/** What it costs that visitors may look at their commands, while nobody does, and while everybody does. */
export const showCommands: Part = {
  name: "show-commands",
  async run(context) {
    const store = await context.store();
    const without = await startStore({ env: { SHOW_COMMANDS: "false" } });
    try {
      const guests = await makeGuests(store.url, VISITORS);
      const looking = await look(store.url, guests);
      const others = await makeGuests(without.url, VISITORS);
      const load = (title: string, url: string, cookies: readonly string[]) =>
        benchmarkRequests(title, `${url}/api/visits`, { method: "POST", body: VISIT, cookies });
      const page = (title: string, cookies: readonly string[]) =>
        benchmarkRequests(title, `${store.url}/cart`, { cookies });
      const compare = async (what: string, one: Benchmark, other: Benchmark) =>
        comparisonFinding(what, [one.title, other.title], await compareBenchmarks(one, other, context));
      return [
        await compare(
          "POST /api/visits while nobody looks, compared with SHOW_COMMANDS=false",
          load("nobody looks", store.url, guests),
          load("switched off", without.url, others),
        ),
        await compare(
          `POST /api/visits while one in ${VISITORS} looks, compared with SHOW_COMMANDS=false`,
          load(`one in ${VISITORS} looks`, store.url, [...looking.slice(0, 1), ...guests.slice(1)]),
          load("switched off", without.url, others),
        ),
        await compare(
          "POST /api/visits while everybody looks, compared with nobody",
          load("everybody looks", store.url, looking),
          load("nobody looks", store.url, guests),
        ),
        await compare(
          "GET /cart (page) while everybody looks, compared with nobody",
          page("everybody looks", looking),
          page("nobody looks", guests),
        ),
      ];
    } finally {
      await without.remove();
    }
  },
};
