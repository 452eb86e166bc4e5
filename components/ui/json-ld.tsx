/** Embeds a JSON-LD document in the page. */
export function JsonLd({ document }: { document: Record<string, unknown> }) {
  // "<" is escaped: a name that contains </script> must not end the script.
  const __html = JSON.stringify(document).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON-LD is a script's text, escaped above
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html }} />;
}

interface BreadcrumbJsonLdProps {
  /** from the home page to this one */
  crumbs: readonly { name: string; url: string }[];
}

/** The path to the page, for search engines (schema.org). */
export function BreadcrumbJsonLd({ crumbs }: BreadcrumbJsonLdProps) {
  const itemListElement = crumbs.map(({ name, url }, i) => ({
    "@type": "ListItem",
    position: i + 1,
    name,
    item: url,
  }));
  return <JsonLd document={{ "@context": "https://schema.org", "@type": "BreadcrumbList", itemListElement }} />;
}
