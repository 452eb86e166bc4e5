import type { Sku } from "#lib/sku/schema.ts";

/** The product for search engines (schema.org). */
export function SkuJsonLd({ sku }: { sku: Sku }) {
  const document = {
    "@context": "https://schema.org",
    "@type": "Product",
    name: sku.name,
    sku: sku.id,
    image: sku.image,
    description: sku.description,
    ...(sku.brand && { brand: { "@type": "Brand", name: sku.brand } }),
    offers: {
      "@type": "Offer",
      url: `/products/${sku.id}`,
      price: sku.price,
      priceCurrency: "USD",
      availability: `https://schema.org/${sku.stock > 0 ? "InStock" : "OutOfStock"}`,
    },
  };
  // "<" is escaped: a name that holds </script> must not end the script.
  const __html = JSON.stringify(document).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON-LD is a script's text, escaped above
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html }} />;
}
