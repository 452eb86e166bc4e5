import { drawSharePicture, SHARE_SIZE } from "#components/store/share/share-picture.tsx";

export const size = SHARE_SIZE;
export const contentType = "image/png";
export const alt = "Fake Web Retailer: everything must stay";

/** The picture that is shown when somebody shares a link to a page that has none of its own. */
export default function OpenGraphImage() {
  return drawSharePicture({ title: "Everything must stay.", hue: 75 });
}
