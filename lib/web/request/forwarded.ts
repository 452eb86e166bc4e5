/** Whether the client came over https, by the header into which the front writes what it found out (identify-client.ts). */
export function isForwardedHttps(forwardedProto: string | null | undefined): boolean {
  return forwardedProto === "https";
}
