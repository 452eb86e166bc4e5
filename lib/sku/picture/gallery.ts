import { titleOfUpload } from "#lib/sku/picture-path.ts";
import { listDrawings } from "./drawings.ts";
import { listUploads } from "./store.ts";

/** A picture that can be chosen. */
export interface GalleryPicture {
  image: string;
  title: string;
}

/** Pictures that stand together: the uploaded ones, or the drawings of a department. */
export interface GalleryGroup {
  title: string;
  pictures: readonly GalleryPicture[];
}

/** All pictures that a SKU can have: the uploaded ones, newest first, then the drawings by department. Two round trips. */
export async function listGallery(): Promise<GalleryGroup[]> {
  const [uploads, drawings] = await Promise.all([listUploads(), listDrawings()]);
  const uploaded = uploads.map((upload) => ({ image: upload.image, title: titleOfUpload(upload) }));
  const byDepartment = Map.groupBy(drawings, ({ department }) => department ?? "More drawings");
  const groups = [...byDepartment].map(([title, members]) => {
    return { title, pictures: members.map((drawing) => ({ image: drawing.path, title: drawing.title })) };
  });
  return uploaded.length > 0 ? [{ title: "Uploaded", pictures: uploaded }, ...groups] : groups;
}
