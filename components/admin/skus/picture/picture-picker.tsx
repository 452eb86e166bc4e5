"use client";

import Link from "next/link";
import { useCallback, useEffect, useState } from "react";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { buttonClass } from "#components/ui/button.ts";
import type { GalleryGroup, GalleryPicture } from "#lib/sku/picture/gallery.ts";
import { PictureOption } from "./picture-option.tsx";
import { PictureUpload } from "./picture-upload.tsx";

interface PicturePickerProps {
  gallery: readonly GalleryGroup[];
  /** path of the picture that is chosen when the page opens */
  value: string;
  /** path of this page */
  back: string;
  error: string | undefined;
  uploadError: string | undefined;
}

/**
 * Chooses the picture of a SKU: from a gallery with a search, or by an upload. Without script it is a list of radio
 * buttons.
 */
export function PicturePicker({ gallery, value, back, error, uploadError }: PicturePickerProps) {
  const [chosen, setChosen] = useState(value);
  const [added, setAdded] = useState<GalleryPicture[]>([]);
  const [query, setQuery] = useState<string | null>(null);
  // The search needs script, so it is not there before.
  useEffect(() => setQuery(""), []);
  useEffect(() => setChosen(value), [value]);
  const add = useCallback((image: string, title: string) => {
    setAdded((before) => [{ image, title }, ...before.filter((picture) => picture.image !== image)]);
    setChosen(image);
  }, []);
  const isNew = ({ image }: GalleryPicture) => !gallery.some(({ pictures }) => pictures.some((p) => p.image === image));
  const fresh = added.filter(isNew);
  const groups = fresh.length > 0 ? [{ title: "Just uploaded", pictures: fresh }, ...gallery] : gallery;
  const words = (query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (group: string, title: string) =>
    words.every((word) => `${title} ${group}`.toLowerCase().includes(word));
  const shown = groups.map(
    ({ title: group, pictures }) => pictures.filter(({ title }) => matches(group, title)).length,
  );
  const count = shown.reduce((sum, n) => sum + n, 0);
  const current = groups.flatMap(({ pictures }) => pictures).find(({ image }) => image === chosen);
  return (
    <fieldset
      aria-describedby={error ? "image-error" : undefined}
      className="flex min-w-0 flex-col gap-3 rounded-2xl border-[1.5px] border-edge p-4"
    >
      <legend className="px-1 font-semibold">Picture</legend>
      <div className="flex items-center gap-4">
        <span className="tile relative grid size-24 shrink-0 place-items-center overflow-hidden rounded-2xl">
          <SkuPicture image={chosen} size={72} sizes="6rem" drawn="w-[68%]" />
        </span>
        <p className="wrap-anywhere min-w-0" role="status">
          {current ? current.title : "This picture no longer exists; the store shows a drawing. Choose another one."}
        </p>
      </div>
      {error && (
        <p id="image-error" role="alert" className="font-medium text-accent-text text-sm">
          {`Picture ${error}`}
        </p>
      )}
      <details open={Boolean(error)}>
        <summary className={buttonClass("outline", "cursor-pointer list-none self-start")}>
          Choose from the gallery
        </summary>
        <div className="mt-3 flex flex-col gap-2">
          {query !== null && (
            <input
              type="search"
              aria-label="Search the gallery"
              placeholder="Search, such as lamp or toys"
              value={query}
              onChange={({ target }) => setQuery(target.value)}
              // Enter would save the SKU.
              onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
              className="h-11 rounded-full border-[1.5px] border-edge bg-raised px-4"
            />
          )}
          <p role="status" className="text-sm text-soft">
            {words.length === 0 ? "" : count === 0 ? `No picture for “${query}”.` : `${count} of the gallery`}
          </p>
          <div className="relative flex max-h-96 flex-col gap-3 overflow-y-auto border-line border-y p-1">
            {groups.map(({ title: group, pictures }, i) => (
              <fieldset key={group} hidden={shown[i] === 0} className="min-w-0">
                <legend className="tag mb-1 text-soft">{group}</legend>
                <div className="grid grid-cols-[repeat(auto-fill,minmax(4.75rem,1fr))] gap-1">
                  {pictures.map(({ image, title }) => (
                    <PictureOption
                      key={image}
                      image={image}
                      title={title}
                      isChosen={image === chosen}
                      hidden={!matches(group, title)}
                      onChoose={() => setChosen(image)}
                    />
                  ))}
                </div>
              </fieldset>
            ))}
          </div>
        </div>
      </details>
      <PictureUpload back={back} error={uploadError} onUploaded={add} />
      <p className="text-sm">
        <Link href="/admin/skus/pictures" prefetch={false} className="underline underline-offset-4">
          Uploaded pictures
        </Link>
      </p>
    </fieldset>
  );
}
