import { drawSharePicture, SHARE_SIZE } from "#components/store/share/share-picture.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import { pictureForSharing } from "#lib/sku/picture/share.ts";
import { drawingOf } from "#lib/sku/picture-path.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";

/**
 * Drawn once, and again after an edit, as the page of the product: drawing takes 100 ms of processor time. Outside of
 * the group of the pages, in which Next.js would put a number at the end of the address.
 */
export const dynamic = "force-static";
export const revalidate = 300;
export const size = SHARE_SIZE;
export const contentType = "image/png";

/** A photograph fills the right side; what is cut out stands where a drawing does. */
const UPLOAD_BOXES = { photo: { width: 520, height: SHARE_SIZE.height }, cutOut: { width: 400, height: 400 } };

/** The picture that is shown when somebody shares a link to the product. */
export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const sku = skuId.safeParse(id).success ? await getSku(id) : null;
  if (!sku) return new Response(null, { status: 404 });
  const { hue, picture: otherwise } = describeCategory(sku.category);
  const uploaded = await pictureForSharing(sku.image, UPLOAD_BOXES);
  const picture = drawingOf(sku.image) ? sku.image : otherwise;
  return drawSharePicture({ title: sku.name, note: `$${sku.price}`, hue, picture, uploaded });
}
