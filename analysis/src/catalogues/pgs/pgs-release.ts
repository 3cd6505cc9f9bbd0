import { releaseTeller } from "../network/release.ts";
import { isRecord, textOf } from "../network/shape.ts";

/** The date of the PGS Catalog's current release. */
export const release: (signal: AbortSignal | undefined) => Promise<string> = releaseTeller(
  { service: "pgs", path: "/release/current", subject: "the current release" },
  (json) => (isRecord(json) ? textOf(json.date) : ""),
);
