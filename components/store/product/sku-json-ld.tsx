import { JsonLd } from "#components/ui/json-ld.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** The product and the way to it, for search engines (schema.org). */
export function SkuJsonLd({ sku, site }: { sku: Sku; site: string }) {
  const url = `${site}/products/${sku.id}`;
  const { slug, title } = describeCategory(sku.category);
  const product = {
    "@context": "https://schema.org",
    "@type": "Product",
    name: sku.name,
    sku: sku.id,
    image: `${site}${sku.image}`,
    description: sku.description,
    ...(sku.brand && { brand: { "@type": "Brand", name: sku.brand } }),
    offers: {
      "@type": "Offer",
      url,
      price: sku.price,
      priceCurrency: "USD",
      availability: `https://schema.org/${sku.stock > 0 ? "InStock" : "OutOfStock"}`,
    },
  };
  const way = [
    { "@type": "ListItem", position: 1, name: "Home", item: `${site}/` },
    { "@type": "ListItem", position: 2, name: title, item: `${site}/categories/${slug}` },
    { "@type": "ListItem", position: 3, name: sku.name, item: url },
  ];
  return (
    <>
      <JsonLd document={product} />
      <JsonLd document={{ "@context": "https://schema.org", "@type": "BreadcrumbList", itemListElement: way }} />
    </>
  );
}
