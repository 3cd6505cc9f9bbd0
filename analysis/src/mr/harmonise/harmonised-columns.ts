import type { HarmonisedColumns } from "../harmonised.ts";
import type { Association } from "./association-reader.ts";
import type { JudgedVariant } from "./judge-variants.ts";

/** Judged variants as columns, in their order. */
export function harmonisedColumns(judged: readonly JudgedVariant[]): HarmonisedColumns {
  const own = (name: NumberName): Float64Array =>
    Float64Array.from(judged, ({ exposure }) => exposure[name]);
  const theirs = (name: NumberName): Float64Array =>
    Float64Array.from(judged, ({ outcome }) => outcome?.[name] ?? NaN);
  return {
    variantId: judged.map(({ exposure }) => exposure.variantId),
    chromosome: Uint8Array.from(judged, ({ exposure }) => exposure.chromosome),
    basePairLocation: Int32Array.from(judged, ({ exposure }) => exposure.basePairLocation),
    effectAllele: judged.map(({ alleles }) => alleles.effectAllele),
    otherAllele: judged.map(({ alleles }) => alleles.otherAllele),
    effectAlleleFrequencyExposure: own("effectAlleleFrequency"),
    effectAlleleFrequencyOutcome: Float64Array.from(
      judged,
      ({ frequencyOutcome }) => frequencyOutcome,
    ),
    betaExposure: own("beta"),
    standardErrorExposure: own("standardError"),
    negLog10PValueExposure: own("negLog10PValue"),
    nExposure: own("n"),
    betaOutcome: Float64Array.from(judged, ({ betaOutcome }) => betaOutcome),
    standardErrorOutcome: theirs("standardError"),
    negLog10PValueOutcome: theirs("negLog10PValue"),
    nOutcome: theirs("n"),
    proxyVariantId: judged.map(({ proxy }) => proxy?.variantId ?? ""),
    isPalindromic: Uint8Array.from(judged, ({ isPalindromic }) => Number(isPalindromic)),
    isKept: Uint8Array.from(judged, ({ isKept }) => Number(isKept)),
    verdict: judged.map(({ verdict }) => verdict),
    reason: judged.map(({ reason }) => reason),
  };
}

type NumberName = Exclude<keyof Association, "variantId" | "effectAllele" | "otherAllele">;
