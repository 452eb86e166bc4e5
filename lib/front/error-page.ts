import type { IncomingMessage, ServerResponse } from "node:http";
import { BARE_POLICY, securityHeaders } from "#lib/front/http/security-headers.ts";
import type { TypedField } from "#lib/front/http/typed-fields.ts";
import { explainTrouble, type Trouble } from "#lib/redis/trouble.ts";
import { escapeXml } from "#lib/web/routes/site.ts";

const WORDS = {
  400: ["This address is broken", "It has a percent sign that begins no valid escape. Check how it was copied."],
  409: [
    "This page is old",
    "The store has been updated since it was loaded, so what you sent was not taken and nothing was changed. Load the page again and send it once more.",
  ],
  413: ["Too large", "A form may have at most 1 MB. Nothing was saved; go back and send less at once."],
  500: ["Something went wrong", "An unexpected error occurred and has been logged. Trying again may help."],
  503: [
    "Back in a moment",
    "The store's database does not answer at the moment. Your cart is safe. Please try again shortly.",
  ],
} as const;

const UNREADABLE = [
  "This form can't be read",
  "What was sent is not what a form of this store sends. Nothing was changed.",
] as const;

type ErrorStatus = keyof typeof WORDS;

/** How an error page is sent, with all headers and its length. */
export function errorPageHeaders(page: Buffer, https: boolean): Record<string, string | number> {
  return {
    ...securityHeaders(https),
    "content-security-policy": BARE_POLICY,
    "content-type": "text/html; charset=utf-8",
    "content-length": page.length,
    "cache-control": "no-store",
  };
}

/** Answers a request with an error page. */
export function sendErrorPage(req: IncomingMessage, res: ServerResponse, status: ErrorStatus, https: boolean): void {
  const page = Buffer.from(makeErrorPage(status));
  res.writeHead(status, errorPageHeaders(page, https));
  res.end(req.method === "HEAD" ? undefined : page);
}

/** The page of a form that belongs to an earlier version of the store. */
interface OldPage {
  /** of the page */
  address: string;
  /** what was typed: to be copied, for it is lost otherwise */
  typed: readonly TypedField[];
}

const listTyped = (typed: readonly TypedField[]) => `<h2>What you typed</h2>
<dl>
${typed.map(({ label, value }) => `<dt>${escapeXml(label)}</dt>\n<dd>${escapeXml(value)}</dd>`).join("\n")}
</dl>`;

/** What an error page says beside its status. */
interface ErrorDetails {
  /** the body, and not the address, can't be read */
  unreadable?: boolean;
  /** the page that it stands for */
  old?: OldPage;
  /** what is wrong with Redis */
  trouble?: Trouble | null;
}

/** What is wrong, and what to do, in words. */
function wordsFor(status: ErrorStatus, { unreadable, trouble }: ErrorDetails): readonly [title: string, text: string] {
  if (trouble && trouble !== "away") return ["Not at the moment", explainTrouble(trouble).message];
  return unreadable ? UNREADABLE : WORDS[status];
}

/** The page that is shown when a page can't be rendered. It needs no Redis, no script and no style sheet. */
export function makeErrorPage(status: ErrorStatus, details: ErrorDetails = {}): string {
  const [title, text] = wordsFor(status, details);
  const { old } = details;
  let links = '<a href="/">Go to the front page</a>';
  if (status >= 500) links = '<a href="">Try again</a> or <a href="/">go to the front page</a>';
  if (old)
    links = `<a href="${escapeXml(old.address)}">Load the page again</a> or <a href="/">go to the front page</a>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Fake Web Retailer</title>
<style>
:root { color-scheme: light dark; --paper: #faf6ef; --ink: #201a15; --accent: #b8321a }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1613; --ink: #f3ebe0; --accent: #ff8266 } }
body { margin: 0; min-height: 100svh; display: grid; place-items: center; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 ui-sans-serif, system-ui, sans-serif }
main { max-width: 32rem; padding: 2rem }
h1 { font-size: 2.5rem; line-height: 1.1; margin: 0 0 1rem }
code { font-family: ui-monospace, monospace }
a { color: var(--accent); font-weight: 600 }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem }
dt { font-size: 1rem; margin-top: 0.75rem }
dd { margin: 0; font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p><code>HTTP ${status}</code></p>
<p>${links}.</p>${old && old.typed.length > 0 ? `\n${listTyped(old.typed)}` : ""}
</main>
</body>
</html>
`;
}
