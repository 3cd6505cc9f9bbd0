import type { ComputeOptions } from "../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { ploidyOf } from "../genotypes/ploidy.ts";
import { Table, type Provenance } from "../table.ts";
import { clumpByGenotypes, type R2Measure } from "./clump-genotypes.ts";
import type { ClumpAssignment, ClumpCandidates } from "./clump-window.ts";

export interface ClumpOptions extends ComputeOptions {
  /** The panel; its names of variants are those of the associations. */
  readonly genotypes: Genotypes;
  /** Largest P of a lead, 5e-8 by default. */
  readonly p1?: number | undefined;
  /** Largest P of a variant that is listed under a lead; p1 by default. */
  readonly p2?: number | undefined;
  /** Variants with at least this r² go with the lead, 0.001 by default. */
  readonly r2?: number | undefined;
  /** Within which distance of the lead, 10,000 by default. */
  readonly kilobases?: number | undefined;
  /**
   * `genotypes` (default): correlation of the copies of alleles, as PLINK 2. `haplotypes`: of haplotypes whose frequencies
   * are estimated by maximum likelihood, as PLINK 1.9; on one thread, for panels of some thousand people.
   */
  readonly measure?: R2Measure | undefined;
}

/** Who was clumped under whom. */
export type ClumpMemberColumns = {
  readonly variantId: readonly string[];
  readonly leadVariantId: readonly string[];
  /** With the lead. */
  readonly r2: Float64Array;
  /** From the lead, base pairs. */
  readonly distance: Int32Array;
  readonly negLog10PValue: Float64Array;
};

export type ClumpColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly negLog10PValue: Float64Array;
  /** How many variants go with it. */
  readonly clumped: Int32Array;
};

/** Leads of clumps, strongest first. */
export class Clumps extends Table<ClumpColumns> {
  readonly members: Table<ClumpMemberColumns>;
  /** Variants with P up to p1 or p2 that the panel lacks, or whose chromosome is not diploid; they are in no clump. */
  readonly absent: readonly string[];

  constructor(
    columns: ClumpColumns,
    provenance: Provenance,
    account: Pick<Clumps, "members" | "absent">,
  ) {
    super(columns, provenance);
    this.members = account.members;
    this.absent = account.absent;
  }
}

/**
 * Independent lead variants: the strongest takes all that are correlated with it nearby, then the strongest of the rest.
 *
 * Places are the panel's. Of variants that are named twice the stronger one counts.
 *
 * @param associations - `variantId` and `negLog10PValue` or `pValue`, a row a variant
 * @returns a row a lead; `members` are the others, `absent` those that the panel lacks
 * @throws InvalidArgumentError, NoOverlapError when the panel has none of the variants, CancelledError
 * @example
 * const leads = await ld.clump(result, { genotypes: cohort, p1: 1, r2: 0.1, kilobases: 250 });
 * @see Purcell et al. 2007, doi:10.1086/519795 (clumping)
 */
export async function clump(associations: Table, options: ClumpOptions): Promise<Clumps> {
  const { genotypes, p1 = 5e-8, p2 = p1, r2 = 0.001, kilobases = 10_000 } = options;
  const { measure = "genotypes" } = options;
  refuseClumpSettings({ r2, kilobases });
  for (const [name, p] of Object.entries({ p1, p2 })) {
    if (!(p > 0 && p <= 1)) throw outside(name, p, "above 0 and at most 1");
  }
  const strength = strengthOf(associations);
  const ids = (associations.columns["variantId"] ?? []) as readonly string[];
  const least = -Math.log10(Math.max(p1, p2));
  const strongest = new Map<string, number>();
  for (let row = 0; row < associations.rowCount; row++) {
    const value = strength(row);
    if (!(value >= least - 1e-12 * least)) continue;
    const before = strongest.get(ids[row]);
    if (before === undefined || strength(before) < value) strongest.set(ids[row], row);
  }
  const { variants } = genotypes;
  const found: { readonly row: number; readonly variant: number }[] = [];
  for (let v = 0; v < variants.count && strongest.size > 0; v++) {
    const row = strongest.get(variants.variantId[v]);
    if (row === undefined || ploidyOf(variants, v) !== "diploid") continue;
    found.push({ row, variant: v });
    strongest.delete(variants.variantId[v]);
  }
  const absent = [...strongest.keys()];
  if (found.length === 0 && absent.length > 0) throw noneInPanel(absent, genotypes);
  const candidates: ClumpCandidates = {
    chromosome: Uint8Array.from(found, ({ variant }) => variants.chromosome[variant]),
    basePairLocation: Int32Array.from(found, ({ variant }) => variants.basePairLocation[variant]),
    negLog10PValue: Float64Array.from(found, ({ row }) => strength(row)),
  };
  const leastNegLog10P = -Math.log10(p1) * (1 - 1e-12);
  const assignment = await clumpByGenotypes(
    candidates,
    found.map(({ variant }) => variant),
    genotypes,
    { ...options, r2, kilobases, measure, leastNegLog10P },
  );
  const named = found.map(({ variant }) => variants.variantId[variant]);
  return clumpTable(named, candidates, assignment, absent, {
    method: "clumping",
    source: genotypes.source,
    p1,
    p2,
    r2,
    kilobases,
    r2Measure: measure,
    samples: genotypes.samples.count,
  });
}

function clumpTable(
  ids: readonly string[],
  candidates: ClumpCandidates,
  { lead, r2 }: ClumpAssignment,
  absent: readonly string[],
  provenance: Provenance,
): Clumps {
  const { chromosome, basePairLocation, negLog10PValue } = candidates;
  const stronger = (i: number, j: number): number =>
    negLog10PValue[j] === negLog10PValue[i] ? i - j : negLog10PValue[j] - negLog10PValue[i];
  const all = Array.from(lead.keys());
  const leads = all.filter((i) => lead[i] === i).sort(stronger);
  const place = new Map(leads.map((i, row) => [i, row] as const));
  const clumped = new Int32Array(leads.length);
  const members = all
    .filter((i) => lead[i] >= 0 && lead[i] !== i)
    .sort((i, j) => place.get(lead[i])! - place.get(lead[j])! || i - j);
  for (const i of members) clumped[place.get(lead[i])!]++;
  return new Clumps(
    {
      variantId: leads.map((i) => ids[i]),
      chromosome: Uint8Array.from(leads, (i) => chromosome[i]),
      basePairLocation: Int32Array.from(leads, (i) => basePairLocation[i]),
      negLog10PValue: Float64Array.from(leads, (i) => negLog10PValue[i]),
      clumped,
    },
    provenance,
    {
      absent,
      members: new Table<ClumpMemberColumns>(
        {
          variantId: members.map((i) => ids[i]),
          leadVariantId: members.map((i) => ids[lead[i]]),
          r2: Float64Array.from(members, (i) => r2[i]),
          distance: Int32Array.from(
            members,
            (i) => basePairLocation[i] - basePairLocation[lead[i]],
          ),
          negLog10PValue: Float64Array.from(members, (i) => negLog10PValue[i]),
        },
        provenance,
      ),
    },
  );
}

/** @throws InvalidArgumentError */
export function refuseClumpSettings(settings: {
  readonly r2?: number | undefined;
  readonly kilobases: number;
}): void {
  const { r2 = 0, kilobases } = settings;
  if (!(r2 >= 0 && r2 <= 1)) throw outside("r2", r2, "between 0 and 1");
  if (!(kilobases >= 0)) throw outside("kilobases", kilobases, "0 or more");
}

function outside(argument: string, value: number, range: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be ${range}.`,
    remedy: "Choose another number, or leave it out.",
  });
}

function strengthOf({ columns }: Table): (row: number) => number {
  const { negLog10PValue, pValue } = columns;
  if (columns["variantId"] && negLog10PValue) return (row) => Number(negLog10PValue[row]);
  if (columns["variantId"] && pValue) return (row) => -Math.log10(Number(pValue[row]));
  throw new InvalidArgumentError("associations", {
    what: "The associations have no variantId, or no P values.",
    why: `Their columns are ${Object.keys(columns).join(", ")}.`,
    remedy: "Name the columns variantId and negLog10PValue (or pValue).",
  });
}

function noneInPanel(absent: readonly string[], { source }: Genotypes): NoOverlapError {
  return new NoOverlapError({
    what: `None of ${absent.length} variants is among the diploid ones of ${source}: ${absent.slice(0, 3).join(", ")}${absent.length > 3 ? ", …" : ""}.`,
    why: "Associations and panel are joined by variantId.",
    remedy: "Compare how both name their variants.",
  });
}
