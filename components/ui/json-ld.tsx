/** A document of linked data in a page. */
export function JsonLd({ document }: { document: Record<string, unknown> }) {
  // "<" is escaped: a name that holds </script> must not end the script.
  const __html = JSON.stringify(document).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON-LD is a script's text, escaped above
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html }} />;
}
