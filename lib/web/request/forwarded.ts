/** Whether a proxy says, in `X-Forwarded-Proto`, that the client came over https. The first of several values counts. */
export function isForwardedHttps(forwardedProto: string | string[] | null | undefined): boolean {
  return (
    String(forwardedProto ?? "")
      .split(",")[0]
      ?.trim() === "https"
  );
}
