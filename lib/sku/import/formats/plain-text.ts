import { compile } from "html-to-text";

const toText = compile({
  wordwrap: false,
  // A hostile nesting must not become work.
  limits: { maxDepth: 100, maxInputLength: 1_000_000 },
  selectors: [
    { selector: "img", format: "skip" },
    { selector: "a", options: { ignoreHref: true } },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: "table", options: { uppercaseHeaderCells: false } },
    ...["script", "style", "iframe"].map((selector) => ({ selector, format: "skip" })),
  ],
});

const HTML = /<\/?[a-z][^>]*>|<!--|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]{1,30});/i;

/** Without these, line breaks are meant: WordPress makes paragraphs of them. */
const BLOCK = /<(p|br|div|ul|ol|table|h[1-6])\b/i;

/** Whether a text has tags or entities of HTML. */
export const isHtml = (text: string) => HTML.test(text);

/** The text of a piece of HTML, with line breaks where paragraphs and lines end; a plain text as it is. */
export function plainText(text: string): string {
  if (!isHtml(text)) return text.trim();
  return toText(BLOCK.test(text) ? text : text.replace(/\r\n|\n|\r/g, "<br>"))
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
