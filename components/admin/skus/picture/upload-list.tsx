"use client";

import Link from "next/link";
import { formatDate } from "#components/shared/format-date.ts";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { formatBytes } from "#lib/bytes.ts";
import type { UsedUpload } from "#lib/sku/picture/store.ts";
import { titleOfUpload } from "#lib/sku/picture-path.ts";
import { removePictureAction } from "#lib/web/actions/skus.ts";

interface UploadListProps {
  pictures: readonly UsedUpload[];
}

/** The uploaded pictures with the SKUs that use them; those that none uses can be removed. */
export function UploadList({ pictures }: UploadListProps) {
  const [state, action] = useFormAction(removePictureAction);
  return (
    <form action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 lg:grid-cols-5">
        {pictures.map((picture) => {
          const { id, image, width, height, bytes, uploadedAt, usedBy } = picture;
          const title = titleOfUpload(picture);
          return (
            <li key={id} className="flex flex-col gap-2">
              <span className="tile relative grid aspect-square place-items-center overflow-hidden rounded-2xl">
                <SkuPicture
                  image={image}
                  size={200}
                  sizes="(min-width: 64rem) 15rem, 50vw"
                  loading="lazy"
                  drawn="w-[68%]"
                />
              </span>
              <p className="wrap-anywhere line-clamp-2 font-semibold leading-tight">{title}</p>
              <p className="text-sm text-soft">
                {`${width} × ${height} · ${formatBytes(bytes)} · ${formatDate(new Date(uploadedAt))}`}
              </p>
              {usedBy.count > 0 ? (
                <p className="text-sm">
                  {"Used by "}
                  {usedBy.skus.map((sku, i) => (
                    <span key={sku}>
                      {i > 0 && ", "}
                      <Link
                        href={`/admin/skus/${sku}`}
                        prefetch={false}
                        className="wrap-anywhere underline underline-offset-4"
                      >
                        {sku}
                      </Link>
                    </span>
                  ))}
                  {usedBy.count > usedBy.skus.length && ` and ${usedBy.count - usedBy.skus.length} more`}
                </p>
              ) : (
                <button
                  type="submit"
                  name="id"
                  value={id}
                  aria-label={`Remove ${title}`}
                  className={buttonClass("outline", "self-start")}
                >
                  Remove
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </form>
  );
}
