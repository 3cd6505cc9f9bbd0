import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { frequency } from "../../genotypes/qc-frequency.ts";
import { correlation } from "../../ld/correlation.ts";
import { isPalindromic } from "../../sumstats/alleles.ts";
import { Table } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { panelVariants } from "../instruments/panel-variants.ts";
import { readAssociationTable, type Association } from "./association-reader.ts";
import { buildName, buildOfRows } from "./build-evidence.ts";
import { judgeNumbers } from "./judge-numbers.ts";
import { findCandidates, placeKey } from "./match-variants.ts";
import type { ProxyColumns, ProxyTable } from "./proxy-table.ts";
import { traitOf } from "./trait.ts";

export interface ProxyOptions extends ComputeOptions {
  readonly instruments: Table;
  readonly outcome: Table;
  /** A panel with instruments and their neighbours, its variants named as in the outcome. */
  readonly genotypes: Genotypes;
  /** Least r² of a stand-in, 0.8 by default. */
  readonly minimumR2?: number | undefined;
  /** How far away it may be, 1,000 by default. */
  readonly kilobases?: number | undefined;
  /** Palindromic stand-ins only below this minor allele frequency in the panel, 0.3 by default; 0 for none. */
  readonly palindromesBelow?: number | undefined;
  readonly exposureTrait?: Partial<MrTrait> | undefined;
  readonly outcomeTrait?: Partial<MrTrait> | undefined;
}

/**
 * Finds a stand-in for each instrument that the outcome lacks: the variant of the panel that is in the outcome and most
 * correlated with it.
 *
 * Alleles are aligned by the sign of the correlation of genotypes, which needs no phase.
 *
 * @returns a row an instrument that the outcome lacks, with its stand-in or the reason why there is none; to be given to
 * `mr.harmonise({ exposure, outcome, proxies })`
 * @throws InvalidArgumentError, CancelledError
 * @example
 * const proxies = await mr.proxies({ instruments, outcome, genotypes: panel, minimumR2: 0.8 });
 * const withProxies = mr.harmonise({ exposure: instruments, outcome, proxies });
 */
export async function proxies(options: ProxyOptions): Promise<ProxyTable> {
  const { genotypes, minimumR2 = 0.8, kilobases = 1000, palindromesBelow = 0.3 } = options;
  if (!(palindromesBelow >= 0 && palindromesBelow <= 0.5)) {
    throw new InvalidArgumentError("palindromesBelow", {
      what: `palindromesBelow is ${palindromesBelow}.`,
      why: "It is a minor allele frequency, between 0 and 0.5.",
      remedy: "Leave it out for 0.3.",
    });
  }
  const sought = absentInstruments(options);
  const found = panelVariants(sought.absent, genotypes, sought.build);
  const targets = found.flatMap(({ variant }) => (variant === undefined ? [] : [variant]));
  const partners = await partnersOf(targets, genotypes, { ...options, minimumR2, kilobases });
  const inOutcome = usableNames(options.outcome, partners, genotypes);
  const chosen = new Map<number, Partner>();
  const shares = await frequencies(genotypes, [...targets, ...allOf(partners)]);
  const { variants } = genotypes;
  for (const [target, candidates] of partners) {
    const best = candidates.find(({ variant }) => {
      if (!inOutcome.has(variants.variantId[variant])) return false;
      if (!isPalindromic(variants.effectAllele[variant], variants.otherAllele[variant]))
        return true;
      const share = shares.get(variant) ?? NaN;
      return Math.min(share, 1 - share) < palindromesBelow;
    });
    if (best) chosen.set(target, best);
  }
  return proxyTable(
    sought.absent.map((instrument, i) => {
      const place = found[i];
      if (place.variant === undefined) return { instrument, reason: place.reason };
      const proxy = chosen.get(place.variant);
      const near = partners.get(place.variant)?.length ?? 0;
      return {
        instrument,
        variant: place.variant,
        proxy,
        reason: proxy
          ? `Most correlated of ${near} variants with r² of at least ${minimumR2} that the outcome has.`
          : near === 0
            ? `No variant within ${kilobases} kb has r² of at least ${minimumR2}.`
            : `None of ${near} correlated variants is in the outcome with known alleles.`,
      };
    }),
    genotypes,
    shares,
    { method: "proxies", panel: genotypes.source, minimumR2, kilobases, palindromesBelow },
  );
}

interface Partner {
  readonly variant: number;
  readonly r: number;
}

type Sought = Association & { readonly rsid: string };

/** Instruments that are in the outcome neither by name nor, in the same build, by place. */
function absentInstruments(options: ProxyOptions): {
  readonly absent: readonly Sought[];
  readonly build: string | undefined;
} {
  const exposure = readAssociationTable(options.instruments, "exposure");
  const outcome = readAssociationTable(options.outcome, "outcome");
  const own = Array.from({ length: exposure.rowCount }, (_, row) => ({
    ...exposure.association(row),
    rsid: exposure.rsid(row),
  }));
  const { build: said } = traitOf(exposure, options.exposureTrait, "");
  const { build: saidOfOutcome } = traitOf(outcome, options.outcomeTrait, "");
  const build = buildName(said) ?? buildOfRows(exposure);
  const isSameBuild =
    build !== undefined && build === (buildName(saidOfOutcome) ?? buildOfRows(outcome));
  const places = isSameBuild
    ? own.map(({ chromosome, basePairLocation }) => placeKey(chromosome, basePairLocation))
    : [];
  const names = new Set(own.flatMap(({ variantId, rsid }) => [variantId, rsid]));
  names.delete("");
  const candidates = findCandidates(outcome, {
    names,
    places: new Set(places.filter((place) => place > 0)),
  });
  const absent = own.filter((variant) => candidates.rowsOf(variant, variant.rsid).length === 0);
  return { absent, build };
}

/** Correlated variants of each target, the most correlated first. */
async function partnersOf(
  targets: readonly number[],
  genotypes: Genotypes,
  options: ComputeOptions & { readonly minimumR2: number; readonly kilobases: number },
): Promise<Map<number, Partner[]>> {
  const { minimumR2, kilobases, compute, signal, onProgress } = options;
  const partners = new Map<number, Partner[]>(targets.map((target) => [target, []]));
  if (targets.length === 0) return partners;
  const { variants } = genotypes;
  const near = Uint32Array.from({ length: variants.count }, (_, v) => v).filter((v) =>
    targets.some(
      (target) =>
        variants.chromosome[v] === variants.chromosome[target] &&
        Math.abs(variants.basePairLocation[v] - variants.basePairLocation[target]) <=
          kilobases * 1000,
    ),
  );
  const part = genotypes.select({ variants: near });
  // Names of a panel may repeat; numbers do not.
  const variantId = Array.from(near, String);
  const { columns } = await correlation(
    { ...part, variants: { ...part.variants, variantId } },
    {
      variants: targets.map(String),
      window: { basePairs: kilobases * 1000 },
      minimumR2,
      compute,
      signal,
      onProgress,
    },
  );
  columns.variantId.forEach((id, pair) => {
    const variant = Number(columns.otherVariantId[pair]);
    partners.get(Number(id))!.push({ variant, r: columns.r[pair] });
  });
  for (const list of partners.values()) list.sort((a, b) => b.r ** 2 - a.r ** 2);
  return partners;
}

function allOf(partners: ReadonlyMap<number, readonly Partner[]>): number[] {
  return [...partners.values()].flatMap((list) => list.map(({ variant }) => variant));
}

/** Names of partners that the outcome has with numbers that can be used. */
function usableNames(
  table: Table,
  partners: ReadonlyMap<number, readonly Partner[]>,
  { variants }: Genotypes,
): Set<string> {
  const outcome = readAssociationTable(table, "outcome");
  const names = new Set(allOf(partners).map((variant) => variants.variantId[variant]));
  const candidates = findCandidates(outcome, { names, places: new Set() });
  return new Set(
    [...names].filter((name) =>
      candidates
        .rowsNamed(name)
        .some(
          (row) =>
            judgeNumbers("outcome", outcome.beta(row), outcome.standardError(row)) === undefined,
        ),
    ),
  );
}

async function frequencies(
  genotypes: Genotypes,
  wanted: readonly number[],
): Promise<Map<number, number>> {
  const rows = Uint32Array.from(new Set(wanted)).sort();
  if (rows.length === 0) return new Map();
  const { columns } = await frequency(genotypes.select({ variants: rows }));
  return new Map(Array.from(rows, (variant, i) => [variant, columns.effectAlleleFrequency[i]]));
}

interface Chosen {
  readonly instrument: Association;
  readonly variant?: number | undefined;
  readonly proxy?: Partner | undefined;
  readonly reason: string;
}

function proxyTable(
  chosen: readonly Chosen[],
  { variants }: Genotypes,
  shares: ReadonlyMap<number, number>,
  provenance: ProxyTable["provenance"],
): ProxyTable {
  const text = (names: readonly string[], place: (c: Chosen) => number | undefined): string[] =>
    chosen.map((c) => (place(c) === undefined ? "" : names[place(c)!]));
  const share = (place: (c: Chosen) => number | undefined): Float64Array =>
    Float64Array.from(chosen, (c) => shares.get(place(c) ?? -1) ?? NaN);
  const own = (c: Chosen): number | undefined => c.variant;
  const theirs = (c: Chosen): number | undefined => c.proxy?.variant;
  return new Table<ProxyColumns>(
    {
      variantId: chosen.map(({ instrument }) => instrument.variantId),
      proxyVariantId: text(variants.variantId, theirs),
      r: Float64Array.from(chosen, ({ proxy }) => proxy?.r ?? NaN),
      r2: Float64Array.from(chosen, ({ proxy }) => (proxy ? proxy.r ** 2 : NaN)),
      effectAllele: text(variants.effectAllele, own),
      otherAllele: text(variants.otherAllele, own),
      effectAlleleFrequency: share(own),
      proxyEffectAllele: text(variants.effectAllele, theirs),
      proxyOtherAllele: text(variants.otherAllele, theirs),
      proxyEffectAlleleFrequency: share(theirs),
      reason: chosen.map(({ reason }) => reason),
    },
    provenance,
  );
}
