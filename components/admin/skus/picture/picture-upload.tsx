"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FILE_CLASS } from "#components/ui/form/file-class.ts";
import { BACK_FIELD, PICTURE_FIELD } from "#lib/sku/picture/fields.ts";
import { uploadPicture } from "./upload-picture.ts";

interface PictureUploadProps {
  /** path of this page; without script the browser goes back there */
  back: string;
  error: string | undefined;
  onUploaded(image: string, name: string): void;
}

/**
 * Uploads a picture as soon as its file is chosen. Without script a button sends the file with the whole form, which
 * comes back as it was typed.
 */
export function PictureUpload({ back, error, onUploaded }: PictureUploadProps) {
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [outcome, setOutcome] = useState({ error, message: "" });
  useEffect(() => setOutcome({ error, message: "" }), [error]);

  const upload = useCallback(async () => {
    const file = input.current?.files?.[0];
    if (!input.current || !file) return;
    // The form must be sent neither with the file nor before the upload has ended.
    input.current.value = "";
    input.current.setCustomValidity("The picture is still being uploaded.");
    setOutcome({ error: undefined, message: "" });
    setSent(0);
    const result = await uploadPicture(file, setSent);
    setSent(null);
    input.current?.setCustomValidity("");
    if (!result.ok) return setOutcome({ error: result.message, message: "" });
    setOutcome({ error: undefined, message: `${file.name} is uploaded and chosen. Save to use it.` });
    onUploaded(result.image, file.name);
  }, [onUploaded]);

  // A file that was chosen before this script ran.
  useEffect(() => void upload(), [upload]);
  const said = outcome.error?.replace(/^(?!The )/, "The picture ");
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor="picture-file" className="font-semibold">
        Upload a picture
      </label>
      <p id="picture-file-hint" className="text-sm text-soft">
        PNG, JPEG, WebP or AVIF, at most 5 MB
      </p>
      <input type="hidden" name={BACK_FIELD} value={back} />
      <input
        ref={input}
        id="picture-file"
        type="file"
        name={PICTURE_FIELD}
        accept="image/png,image/jpeg,image/webp,image/avif"
        aria-describedby="picture-file-hint picture-file-status picture-file-error"
        aria-invalid={said ? true : undefined}
        onChange={upload}
        className={FILE_CLASS}
      />
      <noscript>
        <button
          type="submit"
          formAction="/api/admin/pictures"
          formMethod="post"
          formEncType="multipart/form-data"
          formNoValidate
          className={buttonClass("outline", "self-start")}
        >
          Upload
        </button>
      </noscript>
      <p id="picture-file-status" role="status" className="text-sm">
        {sent === null ? (
          outcome.message
        ) : (
          <span className="flex items-center gap-3">
            <progress value={sent < 1 ? sent : undefined} className="h-2 w-40 accent-accent" aria-label="Upload" />
            {sent < 1 ? "Uploading…" : "Checking the picture…"}
          </span>
        )}
      </p>
      <p id="picture-file-error" role="alert" className="font-medium text-accent-text text-sm">
        {said}
      </p>
    </div>
  );
}
