/** Whether a form has more parts than that: 200,000 of them would take seconds to read. */
function hasMoreParts(body: Uint8Array, contentType: string, most: number): boolean {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = `--${quoted ?? plain ?? ""}`;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // The last boundary ends the form.
  let parts = -1;
  for (let at = bytes.indexOf(boundary); at >= 0; at = bytes.indexOf(boundary, at + boundary.length))
    if (++parts > most) return true;
  return false;
}

/**
 * Reads a body as the form that a browser sends, with files or without.
 * @param most how many parts a form with files may have @returns null when it is no form, or has more
 */
export async function readFormData(body: Uint8Array, contentType: string, most: number): Promise<FormData | null> {
  if (/^multipart\/form-data\b/i.test(contentType) && hasMoreParts(body, contentType, most)) return null;
  // A form is made of its own copy of the body, so nobody else writes to this one.
  const response = new Response(body as Uint8Array<ArrayBuffer>, { headers: { "content-type": contentType } });
  return response.formData().catch(() => null);
}
