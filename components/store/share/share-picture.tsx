import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import sharp from "sharp";
import type { SharedPicture } from "#lib/sku/picture/share.ts";
import { DEFAULT_PICTURE, drawingOf } from "#lib/sku/picture-path.ts";
import { drawableText } from "./drawable.ts";
import characters from "./fonts/characters.json" with { type: "json" };
import { tint } from "./tint.ts";

/** The size of the pictures that are shown when somebody shares a link, in pixels. */
export const SHARE_SIZE = { width: 1200, height: 630 };

const FONTS = join(process.cwd(), "components/store/share/fonts");
/** The first that has a character draws it. None is fetched: without these, a font from elsewhere would be. */
const FONT_FAMILY = characters.fonts.join(", ");

let fonts: Promise<{ name: string; data: Buffer; weight: 400; style: "normal" }[]> | undefined;

function loadFonts() {
  fonts ??= Promise.all(
    characters.fonts.map(async (name) => {
      const data = await readFile(join(FONTS, `${name}.ttf`));
      return { name, data, weight: 400 as const, style: "normal" as const };
    }),
  );
  return fonts;
}

async function readDrawing(path: string | undefined): Promise<Buffer> {
  if (path === undefined) return readFile(join(process.cwd(), "app/icon.svg"));
  const file = (drawing: string | null) => join(process.cwd(), "public/pictures", `${drawing}.svg`);
  return readFile(file(drawingOf(path))).catch(() => readFile(file(drawingOf(DEFAULT_PICTURE))));
}

/** A drawing of public/pictures as a PNG in a data URL; the default one for what is no such drawing. */
async function rasterize(path: string | undefined, size: number): Promise<string> {
  // The drawings are 32 units wide, of which there are 72 to the inch.
  const drawing = sharp(await readDrawing(path), { density: (72 * size) / 32 });
  const png = await drawing.resize(size, size, { fit: "contain", background: "#0000" }).png().toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

/** A drawing, as an uploaded picture is drawn. */
async function drawingToShare(path: string | undefined, side: number): Promise<SharedPicture> {
  return { url: await rasterize(path, side), width: side, height: side, fills: false };
}

/** Characters of a title that fit, at most, and the font size from which they fit, in pixels. */
const TITLE_SIZES = [
  [24, 84],
  [60, 60],
  [Number.POSITIVE_INFINITY, 46],
] as const;

const BACKGROUND = { display: "flex", width: "100%", height: "100%", color: "#241b15", padding: 64 } as const;

interface Share {
  /** such as the name of a product, in any script */
  title: string;
  /** a second line in Latin letters, such as a price */
  note?: string;
  /** of the tile, in degrees */
  hue: number;
  /** path of a drawing, such as `/pictures/package.svg`; without one, the logo */
  picture?: string;
  /** in place of a drawing */
  uploaded?: SharedPicture | null;
}

/** A drawing within its margins, or a photograph from edge to edge. */
function Picture({ of: { url, width, height, fills } }: { of: SharedPicture }) {
  const style = fills ? { margin: -64, marginLeft: 0 } : {};
  // biome-ignore lint/a11y/useAltText: part of an image that has its own alt text
  return <img src={url} width={width} height={height} style={style} />;
}

/**
 * Draws the picture that is shown when somebody shares a link: the drawing on its tile, and beside it the title. A title
 * in a script that no font here has is left out, and all text with it: the drawing says more than boxes.
 */
export async function drawSharePicture({ title, note, hue, picture, uploaded }: Share): Promise<Response> {
  const options = { ...SHARE_SIZE, fonts: await loadFonts() };
  const background = tint(hue);
  const text = drawableText(title);
  if (text === null) {
    return new ImageResponse(
      <div style={{ ...BACKGROUND, background, alignItems: "center", justifyContent: "center" }}>
        <Picture of={uploaded ?? (await drawingToShare(picture, 500))} />
      </div>,
      options,
    );
  }
  const shown = uploaded ?? (await drawingToShare(picture, 400));
  const fontSize = TITLE_SIZES.find(([most]) => text.length <= most)?.[1];
  return new ImageResponse(
    <div style={{ ...BACKGROUND, background, fontFamily: FONT_FAMILY }}>
      <div style={{ display: "flex", flexDirection: "column", flex: 1, justifyContent: "space-between" }}>
        <div style={{ display: "flex", fontSize: 32 }}>Fake Web Retailer</div>
        <div style={{ display: "flex", flexDirection: "column", width: 624 }}>
          <div style={{ display: "block", fontSize, lineHeight: 1.1, lineClamp: 5, wordBreak: "break-word" }}>
            {text}
          </div>
          {note && <div style={{ display: "flex", fontSize: 48, marginTop: 24 }}>{note}</div>}
        </div>
        <div style={{ display: "flex", fontSize: 28 }}>Nothing is for sale. Everything is measured.</div>
      </div>
      <div style={{ display: "flex", alignItems: "center", marginLeft: 48 }}>
        <Picture of={shown} />
      </div>
    </div>,
    options,
  );
}
