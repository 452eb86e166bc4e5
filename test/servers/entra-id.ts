import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What issues tokens in place of Azure: the identity endpoint that an App Service has. */
export interface TokenServer {
  /** The variables by which the Azure libraries find it. */
  variables: Record<string, string>;
  /** how many tokens it has issued */
  issued(): number;
  /** from now on it answers 500, or tokens again */
  fail(isFailing: boolean): void;
  stop(): Promise<void>;
}

/** A token that has been issued. */
export interface IssuedToken {
  /** the object id of the identity: the name of its user in Redis */
  user: string;
  token: string;
}

/**
 * Starts a token server. Every token is for a user of its own, so that a Redis can tell which connections still use an
 * old one: deleting that user closes them, as Azure closes those whose token has expired.
 * @param onToken called before a token is handed out
 */
export async function startTokenServer(
  lifetimeSeconds: number,
  onToken: (token: IssuedToken) => Promise<void>,
): Promise<TokenServer> {
  let [issued, isFailing] = [0, false];
  const server = createServer(async (_request, response) => {
    if (isFailing) {
      response.writeHead(500).end("{}");
      return;
    }
    const user = `identity-${++issued}`;
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${encode({ alg: "none" })}.${encode({ oid: user })}.${"s".repeat(1000)}`;
    const expires = Math.floor(Date.now() / 1000) + lifetimeSeconds;
    await onToken({ user, token });
    const body = { access_token: token, expires_on: String(expires), resource: "redis", token_type: "Bearer" };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    variables: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/token`,
      IDENTITY_HEADER: "secret",
      AZURE_TOKEN_CREDENTIALS: "ManagedIdentityCredential",
    },
    issued: () => issued,
    fail(failing) {
      isFailing = failing;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
