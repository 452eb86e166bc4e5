import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests, type Load, makeGuests } from "#bench/support/http.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
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
      const visit = (cookies: readonly string[]): Load => ({ method: "POST", body: VISIT, cookies });
      const visits = (title: string, url: string, cookies: readonly string[]) =>
        benchmarkRequests(title, `${url}/api/visits`, visit(cookies));
      const page = (title: string, cookies: readonly string[]) =>
        benchmarkRequests(title, `${store.url}/cart`, { cookies });
      return [
        comparisonFinding(
          "POST /api/visits while nobody looks, compared with SHOW_COMMANDS=false",
          ["nobody looks", "switched off"],
          await compareBenchmarks(
            visits("nobody looks", store.url, guests),
            visits("switched off", without.url, others),
            context,
          ),
        ),
        comparisonFinding(
          "POST /api/visits while everybody looks, compared with nobody",
          ["everybody looks", "nobody looks"],
          await compareBenchmarks(
            visits("everybody looks", store.url, looking),
            visits("nobody looks", store.url, guests),
            context,
          ),
        ),
        comparisonFinding(
          "GET /cart (page) while everybody looks, compared with nobody",
          ["everybody looks", "nobody looks"],
          await compareBenchmarks(page("everybody looks", looking), page("nobody looks", guests), context),
        ),
      ];
    } finally {
      await without.remove();
    }
  },
};
