import type { Genotypes } from "../../genotypes/genotypes.ts";
import { fitAlleles, isPalindromic } from "../../sumstats/alleles.ts";
import type { BaseAssociations } from "./base-associations.ts";

/** What became of a variant on the way to a score. */
export type BaseVerdict =
  | "lead"
  | "clumped"
  | "weak"
  | "no effect or P"
  | "named twice"
  | "low imputation quality"
  | "rare"
  | "ambiguous strand"
  | "not in the target"
  | "alleles differ"
  | "not in the panel";

export interface BaseRules {
  readonly info: number;
  readonly minorAlleleFrequency: number;
  readonly ambiguous: "drop" | "keep";
  /** Largest P. */
  readonly leastNegLog10P: number;
}

/** Verdicts and reasons, a variant each; "" where nothing speaks against it. */
export interface BaseJudgement {
  readonly verdict: (BaseVerdict | "")[];
  readonly reason: string[];
}

/** What speaks against each association before any linkage is looked at; of several things the first. */
export function judgeBase(
  base: BaseAssociations,
  target: Genotypes,
  rules: BaseRules,
): BaseJudgement {
  const { count, variantId, beta, negLog10PValue } = base;
  const verdict = new Array<BaseVerdict | "">(count).fill("");
  const reason = new Array<string>(count).fill("");
  const strongest = strongestOfName(base);
  const rowsOf = rowsByName(target, strongest);
  for (let i = 0; i < count; i++) {
    const drop = (kind: BaseVerdict, why: string): void => {
      verdict[i] = kind;
      reason[i] = why;
    };
    if (!Number.isFinite(beta[i]) || Number.isNaN(negLog10PValue[i])) {
      drop("no effect or P", `effect ${beta[i]}, −log10 P ${negLog10PValue[i]}`);
    } else if (strongest.get(variantId[i]) !== i) {
      drop("named twice", "another row of this name has the smaller P");
    } else if (negLog10PValue[i] < rules.leastNegLog10P) {
      drop(
        "weak",
        `P ${(10 ** -negLog10PValue[i]).toPrecision(3)} is above the largest that is clumped`,
      );
    } else if (base.info[i] < rules.info) {
      drop("low imputation quality", `INFO ${base.info[i]} is below ${rules.info}`);
    } else if (base.minorAlleleFrequency[i] < rules.minorAlleleFrequency) {
      drop(
        "rare",
        `minor allele frequency ${base.minorAlleleFrequency[i].toPrecision(3)} is below ${rules.minorAlleleFrequency}`,
      );
    } else {
      judgeAlleles(base, i, target, rowsOf.get(variantId[i]), rules, drop);
    }
  }
  return { verdict, reason };
}

function judgeAlleles(
  base: BaseAssociations,
  i: number,
  { variants }: Genotypes,
  rows: readonly number[] | undefined,
  { ambiguous }: BaseRules,
  drop: (kind: BaseVerdict, why: string) => void,
): void {
  const own = { effectAllele: base.effectAllele[i], otherAllele: base.otherAllele[i] };
  if (!rows) {
    drop("not in the target", "the target has no variant of this name");
    return;
  }
  const spelled = (pair: typeof own): string =>
    `${pair.effectAllele}/${pair.otherAllele === "" ? "unknown" : pair.otherAllele}`;
  const theirs = rows.map((row) => ({
    effectAllele: variants.effectAllele[row].toUpperCase(),
    otherAllele: variants.otherAllele[row].toUpperCase(),
  }));
  const fitting = theirs.find((pair) => fitAlleles(own, pair).fit !== "different");
  const palindromic = isPalindromic((fitting ?? own).effectAllele, (fitting ?? own).otherAllele);
  if (!fitting) {
    drop(
      "alleles differ",
      `${spelled(own)} in the associations, ${theirs.map(spelled).join(" or ")} in the target`,
    );
  } else if (palindromic && ambiguous === "drop") {
    drop("ambiguous strand", `${spelled(fitting)} reads the same on both strands`);
  }
}

/** The row of each name that counts: the one with the smallest P. */
function strongestOfName({
  count,
  variantId,
  negLog10PValue,
}: BaseAssociations): Map<string, number> {
  const strongest = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const before = strongest.get(variantId[i]);
    if (before === undefined || !(negLog10PValue[before] >= negLog10PValue[i]))
      strongest.set(variantId[i], i);
  }
  return strongest;
}

/** Variants of the genotypes with these names. */
export function rowsByName(
  { variants }: Genotypes,
  wanted: ReadonlyMap<string, unknown>,
): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  const { variantId } = variants;
  for (let v = 0; v < variants.count; v++) {
    const name = variantId[v];
    if (!wanted.has(name)) continue;
    const same = rows.get(name);
    if (same) same.push(v);
    else rows.set(name, [v]);
  }
  return rows;
}
