import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** The PEM files of a TLS connection: whom to believe, and who this client is. */

/** Paths of files, each absent where it is not needed. */
export interface TlsFiles {
  /** certificates of the authorities that are believed in place of those that Node.js knows */
  ca: string | undefined;
  /** the certificate of this client, with those between it and its authority */
  cert: string | undefined;
  /** the private key of that certificate, not encrypted */
  key: string | undefined;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const read = (path: string) => {
  try {
    return { text: readFileSync(path, "utf8"), fault: null };
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return { text: "", fault: `${path} can't be read (${code})` };
  }
};

/** The certificates of a file. @throws Error if one of them is damaged */
const certificatesIn = (pem: string) => (pem.match(CERTIFICATE) ?? []).map((text) => new X509Certificate(text));

function findFaultOfCertificates(path: string): string | null {
  const { text, fault } = read(path);
  if (fault) return fault;
  try {
    return certificatesIn(text).length > 0 ? null : `${path} holds no certificate in the format PEM`;
  } catch {
    return `${path} holds a damaged certificate`;
  }
}

function findFaultOfKey(path: string, certPath: string): string | null {
  const { text, fault } = read(path);
  if (fault) return fault;
  if (/ENCRYPTED/.test(text)) return `${path} is encrypted; store it decrypted, readable by the store alone`;
  try {
    const [certificate] = certificatesIn(readFileSync(certPath, "utf8"));
    return certificate?.checkPrivateKey(createPrivateKey(text)) === false
      ? `${path} is not the key of the certificate in ${certPath}`
      : null;
  } catch {
    return `${path} holds no private key in the format PEM`;
  }
}

/** What is wrong with each file, or with one that is missing, as it follows the name of a variable. */
export function findTlsFaults({ ca, cert, key }: TlsFiles): Partial<Record<keyof TlsFiles, string>> {
  const faults = {
    ca: ca && findFaultOfCertificates(ca),
    cert: cert ? findFaultOfCertificates(cert) : key && "is needed beside the key",
    key: cert && (key ? findFaultOfKey(key, cert) : "is needed beside the certificate"),
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault));
}

/** The contents of the files, as `tls.connect` takes them. @throws Error if one can't be read */
export function readTlsFiles({ ca, cert, key }: TlsFiles): { ca?: string; cert?: string; key?: string } {
  return {
    ...(ca ? { ca: readFileSync(ca, "utf8") } : {}),
    ...(cert ? { cert: readFileSync(cert, "utf8") } : {}),
    ...(key ? { key: readFileSync(key, "utf8") } : {}),
  };
}
