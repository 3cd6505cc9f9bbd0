import { InvalidArgumentError } from "../../errors.ts";
import { signalOf } from "../../task.ts";
import type { DetailOptions } from "../catalogue.ts";
import { ask, type Answer } from "../network/ask.ts";
import { releaseTeller } from "../network/release.ts";
import type { Query } from "../network/request.ts";
import { isRecord, textsOf } from "../network/shape.ts";

export interface EnsemblOptions extends DetailOptions {
  /** Of positions; GRCh38 when left out. */
  readonly build?: "GRCh37" | "GRCh38" | undefined;
}

const releases = {
  ensembl: tellerOf("ensembl"),
  ensembl37: tellerOf("ensembl37"),
};

function tellerOf(
  service: "ensembl" | "ensembl37",
): (signal: AbortSignal | undefined) => Promise<string> {
  return releaseTeller({ service, path: "/info/data", subject: "the current release" }, (json) =>
    isRecord(json) ? textsOf(json.releases).join(", ") : "",
  );
}

/** The build that is asked for. */
export function buildOf({ build = "GRCh38" }: EnsemblOptions): "GRCh37" | "GRCh38" {
  if (build === "GRCh37" || build === "GRCh38") return build;
  throw new InvalidArgumentError("build", {
    what: `build is ${JSON.stringify(build)}.`,
    why: "Ensembl answers for GRCh38 and, at an address of its own, for GRCh37.",
    remedy: 'Use "GRCh38" or "GRCh37".',
  });
}

/** Asks Ensembl at the address of the build. */
export function askEnsembl<T>(
  path: string,
  query: Query,
  subject: string,
  options: EnsemblOptions,
  read: (json: unknown, url: string) => T,
): Promise<Answer<T>> {
  const service = buildOf(options) === "GRCh37" ? "ensembl37" : "ensembl";
  return ask({ service, path, query, subject }, read, {
    signal: signalOf(options),
    refresh: options.refresh,
    release: releases[service],
  });
}
