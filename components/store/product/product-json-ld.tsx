import { BreadcrumbJsonLd, JsonLd } from "#components/ui/json-ld.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { offerTerms } from "./offer-terms.ts";

/** The product and the path to its page, for search engines (schema.org). */
export function ProductJsonLd({ sku, site }: { sku: Sku; site: string }) {
  const url = `${site}/products/${sku.id}`;
  const { slug, title } = describeCategory(sku.category);
  const product = {
    "@context": "https://schema.org",
    "@type": "Product",
    name: sku.name,
    sku: sku.id,
    // Search engines do not take SVG, as the drawings are; an uploaded picture is none.
    image: sku.image.endsWith(".svg") ? `${url}/opengraph-image` : `${site}${sku.image}`,
    description: sku.description,
    ...(sku.brand && { brand: { "@type": "Brand", name: sku.brand } }),
    offers: {
      "@type": "Offer",
      url,
      price: sku.price,
      priceCurrency: "USD",
      availability: `https://schema.org/${sku.stock > 0 ? "InStock" : "OutOfStock"}`,
      ...offerTerms(new Date()),
    },
  };
  const crumbs = [
    { name: "Home", url: `${site}/` },
    { name: title, url: `${site}/categories/${slug}` },
    { name: sku.name, url },
  ];
  return (
    <>
      <JsonLd document={product} />
      <BreadcrumbJsonLd crumbs={crumbs} />
    </>
  );
}
