/** A JSON reply. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

/** The reply 204, to requests that ask for nothing back. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}
