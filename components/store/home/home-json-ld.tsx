import { RETURN_POLICY } from "#components/store/product/offer-terms.ts";
import { JsonLd } from "#components/ui/json-ld.tsx";

const NAME = "Fake Web Retailer";

/** Who runs the store, and how it is searched, for search engines (schema.org). @param site without a slash at the end */
export function HomeJsonLd({ site }: { site: string }) {
  const publisher = { "@id": `${site}/#organization` };
  const graph = [
    {
      "@type": "Organization",
      ...publisher,
      name: NAME,
      url: `${site}/`,
      logo: `${site}/icons/icon-512.png`,
      description: "A department store where nothing is for sale and everything is measured.",
      hasMerchantReturnPolicy: RETURN_POLICY,
    },
    {
      "@type": "WebSite",
      "@id": `${site}/#website`,
      name: NAME,
      url: `${site}/`,
      inLanguage: "en",
      publisher,
      potentialAction: {
        "@type": "SearchAction",
        target: { "@type": "EntryPoint", urlTemplate: `${site}/search?q={search_term_string}` },
        "query-input": "required name=search_term_string",
      },
    },
  ];
  return <JsonLd document={{ "@context": "https://schema.org", "@graph": graph }} />;
}
