import { z } from "zod";

/**
 * What browsers say of a violation of the Content-Security-Policy (CSP Level 3, sections 5.3 and 5.5). Of each report
 * only three texts are read. `blocked` is a URL or a keyword such as "inline".
 */
export interface Violation {
  directive: string;
  blocked: string;
  document: string;
}

/** Reports in one request. A browser that collects them for a minute has fewer. */
const MAX_REPORTS = 50;

// "script-src-elem"; of old browsers the whole directive, "script-src 'self'".
const directive = z.string().regex(/^[a-z][a-z-]{1,39}( |$)/, "must begin with the name of a directive");

/** The body of `report-uri`, application/csp-report: one report. */
const single = z
  .object({
    "csp-report": z.object({
      "document-uri": z.string(),
      "effective-directive": directive.optional(),
      "violated-directive": directive,
      "blocked-uri": z.string().default(""),
    }),
  })
  .transform(({ "csp-report": report }): Violation[] => [
    {
      directive: report["effective-directive"] ?? report["violated-directive"],
      blocked: report["blocked-uri"],
      document: report["document-uri"],
    },
  ]);

/** The body of `report-to`, application/reports+json: what the Reporting API has collected. */
const several = z
  .array(
    z.object({
      type: z.literal("csp-violation"),
      body: z.object({
        documentURL: z.string(),
        effectiveDirective: directive,
        blockedURL: z.string().nullish(),
      }),
    }),
  )
  .min(1)
  .max(MAX_REPORTS)
  .transform((reports): Violation[] =>
    reports.map(({ body }) => ({
      directive: body.effectiveDirective,
      blocked: body.blockedURL ?? "",
      document: body.documentURL,
    })),
  );

/** Body of POST /api/csp-reports, in both forms. */
export const cspReportsBody = z.union([single, several], "must be a report of a violation of the content policy");
