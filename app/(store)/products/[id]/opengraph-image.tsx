import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { describeCategory } from "#lib/sku/categories.ts";
import { skuId } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";

export const alt = "The product on a tinted tile, with its name and price";
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";

const PICTURE = 400;

/** A hue as a colour that the renderer knows: it has no OKLCH. */
const tint = (hue: number) => `hsl(${Math.round(hue)} 62% 88%)`;

async function readPicture(path: string): Promise<string | null> {
  if (!/^\/pictures\/[\w-]+\.svg$/.test(path)) return null;
  const svg = await readFile(join(process.cwd(), "public", path)).catch(() => null);
  return svg && `data:image/svg+xml;base64,${svg.toString("base64")}`;
}

/** The picture that is shown where somebody shares the product. */
export default async function OpenGraphImage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const sku = skuId.safeParse(id).success ? await getSku(id) : null;
  if (!sku) return new Response(null, { status: 404 });
  const picture = await readPicture(sku.image);
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
        {/* biome-ignore lint/a11y/useAltText: drawn into a picture that has its own text */}
        {picture && <img src={picture} width={PICTURE} height={PICTURE} />}
      </div>
    </div>,
    size,
  );
}
