import { drawSharePicture, SHARE_SIZE } from "#components/store/share/share-picture.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import { countCategories } from "#lib/sku/store.ts";

// As for a product.
export const dynamic = "force-static";
export const revalidate = 300;
export const size = SHARE_SIZE;
export const contentType = "image/png";

/** The picture that is shown when somebody shares a link to the department. */
export default async function OpenGraphImage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  if (!(await countCategories()).has(slug)) return new Response(null, { status: 404 });
  const { title, hue, picture } = describeCategory(slug);
  return drawSharePicture({ title, hue, picture });
}
