import { HoverLink } from "#components/ui/hover-link.tsx";

/** The name of a product in a cart or wishlist, linked to its page. */
export function LineName({ sku, name }: { sku: string; name: string }) {
  return (
    <h2 className="wrap-anywhere font-semibold text-lg leading-tight">
      <HoverLink href={`/products/${sku}`} className="hover:underline">
        {name}
      </HoverLink>
    </h2>
  );
}
