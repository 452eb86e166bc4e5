import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { describeCategory } from "#lib/sku/categories.ts";
import { pictureForSharing, type SharedPicture } from "#lib/sku/picture/share.ts";
import { drawingOf } from "#lib/sku/picture-path.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";

/** Drawn once, and again after an edit, as the page of the product: drawing takes 100 ms of processor time. */
export const dynamic = "force-static";
export const revalidate = 300;
export const alt = "The product on a tinted tile, with its name and price";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";

/** The box of a drawing or a cut-out picture; a photograph fills the right side. */
const SQUARE = { width: 400, height: 400 };

/** The colour of the product's tile as RGB, by Ottosson's formulas: the image renderer does not support OKLCH. */
function tint(hue: number): string {
  const [lightness, chroma, angle] = [0.905, 0.062, (hue * Math.PI) / 180];
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((x) => Math.round(255 * Math.min(1, Math.max(0, 1.055 * x ** (1 / 2.4) - 0.055))));
  return `rgb(${channels.join(", ")})`;
}

/** @param otherwise the drawing in place of a picture that is gone */
async function readDrawing(path: string, otherwise: string): Promise<SharedPicture> {
  const read = (drawing: string) => readFile(join(process.cwd(), "public", drawing));
  const svg = await read(drawingOf(path) ? path : otherwise).catch(() => read(otherwise));
  return { url: `data:image/svg+xml;base64,${svg.toString("base64")}`, ...SQUARE, fills: false };
}

/** The image that is shown when somebody shares a link to the product. */
export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const sku = skuId.safeParse(id).success ? await getSku(id) : null;
  if (!sku) return new Response(null, { status: 404 });
  const uploaded = await pictureForSharing(sku.image, { photo: { width: 520, height: size.height }, cutOut: SQUARE });
  const picture = uploaded ?? (await readDrawing(sku.image, describeCategory(sku.category).picture));
  const { url, width, height, fills } = picture;
  const background = tint(describeCategory(sku.category).hue);
  return new ImageResponse(
    <div style={{ display: "flex", width: "100%", height: "100%", background, color: "#241b15", padding: 64 }}>
      <div style={{ display: "flex", flexDirection: "column", flex: 1, justifyContent: "space-between" }}>
        <div style={{ display: "flex", fontSize: 32 }}>Fake Web Retailer</div>
        <div style={{ display: "flex", flexDirection: "column" }}>
          <div style={{ display: "flex", fontSize: 72, lineHeight: 1.05, fontWeight: 700 }}>{sku.name}</div>
          <div style={{ display: "flex", fontSize: 52, marginTop: 24 }}>{`$${sku.price}`}</div>
        </div>
        <div style={{ display: "flex", fontSize: 28 }}>Nothing is for sale. Everything is measured.</div>
      </div>
      <div style={{ display: "flex", alignItems: "center", marginLeft: 48 }}>
        {/* biome-ignore lint/a11y/useAltText: part of an image that has its own alt text */}
        <img src={url} width={width} height={height} style={fills ? { margin: -64, marginLeft: 0 } : {}} />
      </div>
    </div>,
    size,
  );
}
