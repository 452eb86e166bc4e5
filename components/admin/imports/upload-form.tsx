"use client";

import { useRouter } from "next/navigation";
import { type SubmitEvent, useRef, useState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FILE_CLASS } from "#components/ui/form/file-class.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { CONTROL_CLASS } from "#components/ui/form/labelled-control.tsx";
import { PROGRESS_CLASS } from "#components/ui/progress-class.ts";
import { uploadTable } from "./upload-table.ts";

interface UploadFormProps {
  /** why the last file was not taken; "" if it was */
  refusal: string;
  /** bytes that a table may have, and what is said of a larger one */
  most: number;
  tooLarge: string;
}

/** Takes a table as a file or as text. It is a plain form; a script shows how far the upload has come. */
export function UploadForm({ refusal, most, tooLarge }: UploadFormProps) {
  const router = useRouter();
  const [message, setMessage] = useState(refusal);
  const [sent, setSent] = useState<number | null>(null);
  const upload = useRef<AbortController>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const file = new FormData(form).get("file");
    // The browser knows the size: nobody waits for an upload that will be refused.
    if (file instanceof File && file.size > most) return setMessage(tooLarge);
    setMessage("");
    setSent(0);
    upload.current = new AbortController();
    const outcome = await uploadTable(form, setSent, upload.current.signal);
    if (outcome.ok) return router.push(outcome.url);
    setSent(null);
    setMessage(outcome.message);
  };

  return (
    <form
      action="/api/admin/imports"
      method="post"
      encType="multipart/form-data"
      onSubmit={(event) => void submit(event)}
      className="flex max-w-3xl flex-col gap-5"
    >
      <FormMessage state={message === "" ? null : { ok: false, message }} />
      <label className="flex flex-col gap-1.5 font-semibold">
        CSV file
        <input
          type="file"
          name="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          className={FILE_CLASS}
        />
      </label>
      <label className="flex flex-col gap-1.5 font-semibold">
        or CSV text
        <textarea
          name="table"
          rows={8}
          placeholder="id,name,price,stock,category,brand,description,image"
          className={`figures p-4 font-normal text-sm ${CONTROL_CLASS}`}
        />
      </label>
      {sent === null ? (
        <p>
          <button type="submit" className={buttonClass("primary", "min-h-13 px-8 text-lg")}>
            Continue
          </button>
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          <progress aria-label="Upload" max={1} value={sent} className={PROGRESS_CLASS} />
          <p className="flex flex-wrap items-center gap-x-5 text-soft">
            <span role="status">{sent < 1 ? "Uploading…" : "Reading the table…"}</span>
            <button type="button" className={buttonClass("quiet")} onClick={() => upload.current?.abort()}>
              Cancel
            </button>
          </p>
        </div>
      )}
    </form>
  );
}
