import type { Verdict } from "../harmonised.ts";
import { alignVariant, type AlignedVariant, type HarmonisePolicy } from "./align-variant.ts";
import type { Association, AssociationReader } from "./association-reader.ts";
import { isPlaceName } from "./build-evidence.ts";
import { judgeNumbers } from "./judge-numbers.ts";
import { chooseRow, findCandidates, placeKey, textOf, type Candidates } from "./match-variants.ts";
import { proxyOf, type Proxy, type ProxyTable } from "./proxy-table.ts";

/** One variant of the exposure, what it is in the outcome, and what becomes of it. */
export interface JudgedVariant {
  readonly exposureRow: number;
  readonly exposure: Association;
  readonly outcomeRow: number | undefined;
  readonly outcome: Association | undefined;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly isKept: boolean;
  readonly alleles: { readonly effectAllele: string; readonly otherAllele: string };
  readonly isPalindromic: boolean;
  /** On the exposure's effect allele; NaN where there is none. */
  readonly betaOutcome: number;
  readonly frequencyOutcome: number;
  readonly proxy: Proxy | undefined;
}

interface JudgeOptions {
  readonly policy: HarmonisePolicy;
  readonly frequencyTolerance: number;
  readonly proxies: ProxyTable | undefined;
  readonly builds: readonly [exposure: string | undefined, outcome: string | undefined];
}

/** A verdict for each row of the exposure. */
export function judgeVariants(
  exposure: AssociationReader,
  outcome: AssociationReader,
  options: JudgeOptions,
): JudgedVariant[] {
  const { builds, proxies } = options;
  const own = Array.from({ length: exposure.rowCount }, (_, row) => exposure.association(row));
  const isSameBuild = builds[0] !== undefined && builds[0] === builds[1];
  const isOtherBuild = builds[0] !== undefined && builds[1] !== undefined && !isSameBuild;
  const names = new Set(own.flatMap(({ variantId }, row) => [variantId, exposure.rsid(row)]));
  for (const id of proxies?.columns.proxyVariantId ?? []) names.add(id);
  names.delete("");
  const places = new Set(
    isSameBuild
      ? own.map(({ chromosome, basePairLocation }) => placeKey(chromosome, basePairLocation))
      : [],
  );
  places.delete(0);
  const candidates = findCandidates(outcome, { names, places });
  const repeated = repeatedRows(own);
  const judged = own.map((variant, row): JudgedVariant => {
    const bare = {
      exposureRow: row,
      exposure: variant,
      outcomeRow: undefined,
      outcome: undefined,
      isKept: false,
      alleles: variant,
      isPalindromic: false,
      betaOutcome: NaN,
      frequencyOutcome: NaN,
      proxy: undefined,
    };
    const duplicate = repeated.get(row);
    if (duplicate) return { ...bare, verdict: "duplicated", reason: duplicate };
    const problem =
      judgeNumbers("exposure", variant.beta, variant.standardError) ??
      judgeAllele("exposure", variant);
    if (problem) return { ...bare, ...problem };
    if (isOtherBuild && isPlaceName(variant.variantId) && exposure.rsid(row) === "") {
      return {
        ...bare,
        verdict: "other build",
        reason: `It is named by its place in ${builds[0]}, and the outcome has places of ${builds[1]}: lift one of them over.`,
      };
    }
    return judgeMatch(bare, { variant, row, exposure, outcome, candidates, options });
  });
  return onceEach(judged);
}

/** A row of the outcome counts once: for the variant itself, or for the instrument that it is most correlated with. */
function onceEach(judged: readonly JudgedVariant[]): JudgedVariant[] {
  const r2 = ({ proxy }: JudgedVariant): number => (proxy ? proxy.r ** 2 : Infinity);
  const owner = new Map<number, JudgedVariant>();
  for (const variant of judged) {
    if (!variant.isKept) continue;
    const before = owner.get(variant.outcomeRow!);
    if (!before || r2(variant) > r2(before)) owner.set(variant.outcomeRow!, variant);
  }
  return judged.map((variant) => {
    const taker = variant.isKept ? owner.get(variant.outcomeRow!) : variant;
    if (taker === undefined || taker === variant) return variant;
    return {
      ...variant,
      isKept: false,
      verdict: "duplicated",
      reason: `Its association with the outcome, ${variant.outcome!.variantId}, is already that of ${taker.exposure.variantId}. ${variant.reason}`,
    };
  });
}

function judgeMatch(
  bare: Omit<JudgedVariant, "verdict" | "reason">,
  about: {
    readonly variant: Association;
    readonly row: number;
    readonly exposure: AssociationReader;
    readonly outcome: AssociationReader;
    readonly candidates: Candidates;
    readonly options: JudgeOptions;
  },
): JudgedVariant {
  const { variant, row, exposure, outcome, candidates, options } = about;
  let proxy: Proxy | undefined;
  let rows = candidates.rowsOf(variant, exposure.rsid(row));
  if (rows.length === 0 && options.proxies) {
    proxy = proxyOf(options.proxies, variant.variantId);
    if (proxy) rows = candidates.rowsNamed(proxy.variantId);
  }
  if (rows.length === 0) {
    const reason = options.proxies
      ? "Neither it nor a proxy is in the outcome."
      : "The outcome has no such variant.";
    return { ...bare, verdict: "not in outcome", reason };
  }
  const sought = proxy ? { ...variant, ...proxy.alleles } : variant;
  const choice = chooseRow(sought, rows, outcome);
  const found = outcome.association(choice.row);
  const matched = { ...bare, outcomeRow: choice.row, outcome: found, proxy };
  if (choice.isAmbiguous) {
    return {
      ...matched,
      verdict: "duplicated",
      reason: `The outcome names it ${rows.length} times with different numbers.`,
    };
  }
  const problem =
    judgeNumbers("outcome", found.beta, found.standardError) ?? judgeAllele("outcome", found);
  if (problem) return { ...matched, ...problem };
  const aligned = proxy
    ? alignByProxy(variant, proxy, found, options)
    : alignVariant(variant, found, options);
  const { sign, verdict, alleles, isPalindromic } = aligned;
  const isDifferentPlace =
    !proxy && verdict === "alleles differ" && variant.variantId !== found.variantId;
  return {
    ...matched,
    verdict: isDifferentPlace ? "not in outcome" : verdict,
    reason: withRepeats(aligned.reason, choice.isRepeated),
    isKept: verdict.startsWith("kept"),
    alleles,
    isPalindromic,
    betaOutcome: sign === 0 ? NaN : sign * found.beta,
    frequencyOutcome:
      sign === 0 || proxy
        ? NaN
        : sign > 0
          ? found.effectAlleleFrequency
          : 1 - found.effectAlleleFrequency,
  };
}

/** The outcome's effect of a proxy on the instrument's effect allele: through the panel's two variants and the sign of r. */
function alignByProxy(
  variant: Association,
  proxy: Proxy,
  found: Association,
  options: JudgeOptions,
): AlignedVariant {
  const own = alignVariant(variant, proxy.instrument, options);
  const theirs = alignVariant(proxy.alleles, found, options);
  const r2 = (proxy.r * proxy.r).toFixed(3);
  const about = `${proxy.variantId} stands in for it in the outcome (r² ${r2}, ${proxy.r > 0 ? "effect alleles together" : "effect alleles apart"} in the panel)`;
  const failed = [own, theirs].find(({ verdict }) => !verdict.startsWith("kept"));
  if (failed) return { ...failed, alleles: variant, reason: `${about}. ${failed.reason}` };
  const sign = (own.sign * theirs.sign * Math.sign(proxy.r)) as 1 | -1;
  return {
    verdict: sign < 0 ? "kept, alleles swapped" : "kept",
    reason: `${about}.`,
    alleles: own.alleles,
    isPalindromic: own.isPalindromic,
    sign,
  };
}

function judgeAllele(
  role: string,
  { effectAllele }: Association,
): { readonly verdict: Verdict; readonly reason: string } | undefined {
  if (effectAllele !== "") return undefined;
  return { verdict: "missing value", reason: `The ${role} does not say its effect allele.` };
}

function withRepeats(reason: string, isRepeated: boolean): string {
  return isRepeated ? `${reason} The outcome repeats the row; it was taken once.` : reason;
}

/** Rows whose variant came before, or is there with other numbers, with the reason. */
function repeatedRows(own: readonly Association[]): Map<number, string> {
  const groups = new Map<string, number[]>();
  for (const [row, { variantId }] of own.entries()) {
    const group = groups.get(variantId);
    if (group) group.push(row);
    else groups.set(variantId, [row]);
  }
  const reasons = new Map<number, string>();
  for (const rows of groups.values()) {
    if (rows.length === 1) continue;
    const isSame = new Set(rows.map((row) => textOf(own[row]))).size === 1;
    for (const row of isSame ? rows.slice(1) : rows) {
      reasons.set(
        row,
        isSame
          ? "The exposure repeats the row; the first one is used."
          : `The exposure names it ${rows.length} times with different alleles or numbers.`,
      );
    }
  }
  return reasons;
}
