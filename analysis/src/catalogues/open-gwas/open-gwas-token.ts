import { RefusedByCatalogueError } from "../catalogue-errors.ts";
import { baseOf } from "../network/settings.ts";
import { SERVICES } from "../network/services.ts";

const WHERE =
  "Get one at https://api.opengwas.io (valid for 14 days), set OPENGWAS_JWT in the environment and restart the kernel.";

/**
 * The header with the token of the environment variable OPENGWAS_JWT; it is never kept, shown or logged.
 *
 * @throws RefusedByCatalogueError when there is none, or it has expired; nothing is sent
 */
export function tokenHeader(): Readonly<Record<string, string>> {
  const token = (process.env.OPENGWAS_JWT ?? "").trim();
  const refuse = (what: string, why: string): never => {
    const { title } = SERVICES.openGwas;
    throw new RefusedByCatalogueError(title, baseOf("openGwas"), 401, { what, why, remedy: WHERE });
  };
  if (token === "")
    refuse("OpenGWAS needs a token.", "The environment variable OPENGWAS_JWT is not set.");
  const expires = expiryOf(token);
  if (expires !== undefined && expires * 1000 < Date.now()) {
    const date = new Date(expires * 1000).toISOString().slice(0, 10);
    refuse("The token for OpenGWAS has expired.", `That in OPENGWAS_JWT was valid until ${date}.`);
  }
  return { authorization: `Bearer ${token}` };
}

/** Seconds since 1970, of a token that tells. @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4 */
function expiryOf(token: string): number | undefined {
  try {
    const [, claims = ""] = token.split(".");
    const { exp } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { exp?: unknown };
    return typeof exp === "number" ? exp : undefined;
  } catch {
    return undefined;
  }
}
