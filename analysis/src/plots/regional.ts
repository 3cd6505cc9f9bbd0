import { InvalidArgumentError } from "../errors.ts";
import { chromosomeName } from "../io/chromosome.ts";
import { Table } from "../table.ts";
import { signalOf } from "../task.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import {
  counted,
  describeScan,
  grouped,
  placeOf,
  pText,
  variantFields,
  type ScanNames,
  type ScanWords,
} from "./describe-scan.ts";
import { GENOME_WIDE_P, LOCUS_WINDOW_BP, SUGGESTIVE_P } from "./lead-variants.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { checkMaxPoints, checkThresholds } from "./plot-options.ts";
import { rememberPlot, genotypesBehind } from "./plot-sources.ts";
import { assembleSpec, callOf, withinBudget, type JsonObject, type PlotSpec } from "./plot-spec.ts";
import { brokenTitle, sentenceStart } from "./plot-text.ts";
import { placeLabels } from "./place-labels.ts";
import {
  abfSets,
  givenSets,
  type AbfOptions,
  type CredibleSets,
  type CredibleSetTable,
} from "./regional-credible.ts";
import { checkGenes, genesIn, packGenes, type GeneTable, type Region } from "./regional-genes.ts";
import {
  NO_LD,
  R2_BINS,
  regionalHeight,
  regionalLayers,
  regionalTransforms,
  type LdPalette,
  type RegionalScene,
} from "./regional-layers.ts";
import { regionalLd, type LdSource, type Reference, type RegionalLd } from "./regional-ld.ts";
import { checkRecombination, ratesIn, type RecombinationTable } from "./regional-recombination.ts";
import { thin } from "./thin.ts";

/** What regional plots show besides the scan; the same for all of a scan. */
export interface RegionalTracks {
  /**
   * Where r² comes from: genotypes, a panel, or a table of `variantId` (or pairs with `otherVariantId`) and `r2`.
   * The genotypes that were scanned unless given; `"none"` for no LD.
   */
  readonly ld?: LdSource | "none" | undefined;
  /** People behind the LD, in words: `1000 Genomes, European`. */
  readonly ldName?: string | undefined;
  /** A table of genes, as `plot.readGenes` gives it. */
  readonly genes?: GeneTable | undefined;
  /** A genetic map, as `plot.readRecombination` gives it. */
  readonly recombination?: RecombinationTable | undefined;
  /** Members of credible sets: `variantId`, `set` and `pip`. */
  readonly credibleSets?: CredibleSetTable | undefined;
  /** Makes a credible set from approximate Bayes factors, as if the region had one signal. */
  readonly credibleSet?: "abf" | AbfOptions | undefined;
  /** `ordered` is lightest for the weakest LD and safe for colour-blind readers; `classic` is LocusZoom's. */
  readonly palette?: LdPalette | undefined;
}

export interface RegionalOptions extends ScanNames, RegionalTracks {
  /** Id of the variant in the middle; the strongest of the scan when neither it nor a chromosome is given. */
  readonly variant?: string | undefined;
  /** 1–22, X 23, Y 24, MT 25; with `from` and `to` in place of `variant`. */
  readonly chromosome?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Base pairs to either side of `variant`; 500,000 unless given. */
  readonly window?: number | undefined;
  /** Id of the variant that r² is with; `variant`, or the strongest of the region, unless given. */
  readonly reference?: string | undefined;
  /** Dashed line; 5e-8 unless given. */
  readonly threshold?: number | undefined;
  /** Dotted line; 1e-5 unless given. */
  readonly suggestive?: number | undefined;
  /** Points to draw at most; 5,000 unless given. */
  readonly maxPoints?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const WIDTH = 800;
const INNER = { width: 700, height: 280 };
const RIGHT_AXIS_PX = 50;
const MOST_POINTS = 5_000;
const WIDEST_BP = 20_000_000;

/**
 * Regional plot: −log10 P around a variant, coloured and sized by r² with a reference variant, with credible sets, genes and
 * recombination where they are given, as a Vega-Lite v5 spec.
 *
 * Triangles point up where the effect allele raises the trait and down where it lowers it. Without LD all points have one
 * colour; variants without r² are grey and named so.
 *
 * @param result - result of `gwas.*`, or a table with `chromosome`, `basePairLocation` and `negLog10PValue`
 * @returns plain JSON of at most 1 MB
 * @throws MissingColumnsError when a column is absent
 * @throws NothingToPlotError when the region has no variant
 * @throws InvalidArgumentError for an unknown variant or a region wider than 20 Mb
 * @throws CancelledError
 * @example
 * const [lead] = plot.leadVariants(result, { threshold: 0.01 }).columns.variantId;
 * await plot.regional(result, { variant: lead, credibleSet: "abf" });
 */
export async function regional(
  result: AssociationTable,
  options: RegionalOptions = {},
): Promise<PlotSpec> {
  const { threshold = GENOME_WIDE_P, suggestive = SUGGESTIVE_P } = options;
  checkThresholds(threshold, suggestive);
  checkMaxPoints(options.maxPoints ?? MOST_POINTS);
  if (options.genes) checkGenes(options.genes);
  if (options.recombination) checkRecombination(options.recombination);
  const { region, middle } = regionOf(result, options);
  const table = rowsOf(result, region);
  const associations = readAssociations(table, { positions: true });
  const reference = referenceOf(table, associations, options.reference ?? middle);
  const source = options.ld ?? genotypesBehind(result);
  const ld =
    source === undefined || source === "none"
      ? undefined
      : await regionalLd(source, {
          table,
          rows: associations.rows,
          region,
          reference,
          signal: signalOf(options),
        });
  const sets = setsOf(table, associations, options);
  const drawing: Drawing = {
    table,
    options: { ...options, threshold, suggestive },
    region,
    associations,
    reference,
    ld,
    sets,
    strongest: strongestOf(associations),
  };
  const spec = withinBudget(options.maxPoints ?? MOST_POINTS, (most) => draw(drawing, most));
  rememberPlot(spec, { result, options });
  return spec;
}

interface Drawing {
  readonly table: AssociationTable;
  readonly options: RegionalOptions & { readonly threshold: number; readonly suggestive: number };
  readonly region: Region;
  readonly associations: Associations;
  readonly reference: Reference;
  readonly ld: RegionalLd | undefined;
  readonly sets: CredibleSets | undefined;
  readonly strongest: number;
}

/** Which region is asked for, and the id of the variant in its middle. */
function regionOf(
  result: AssociationTable,
  options: RegionalOptions,
): { readonly region: Region; readonly middle: string | undefined } {
  const { chromosome, from, to, window = LOCUS_WINDOW_BP } = options;
  if (chromosome !== undefined && from !== undefined && to !== undefined) {
    if (!(to > from) || to - from > WIDEST_BP || !(from >= 0)) throw unusableRegion(options);
    return { region: { chromosome, from, to }, middle: options.variant };
  }
  if (chromosome !== undefined || from !== undefined || to !== undefined || !(window > 0)) {
    throw unusableRegion(options);
  }
  if (2 * window > WIDEST_BP) throw unusableRegion(options);
  const row = options.variant === undefined ? strongestRow(result) : rowOf(result, options.variant);
  const at = result.columns.basePairLocation[row] as number;
  const region = {
    chromosome: result.columns.chromosome[row] as number,
    from: Math.max(1, at - window),
    to: at + window,
  };
  return { region, middle: options.variant };
}

function unusableRegion({ chromosome, from, to, window }: RegionalOptions): InvalidArgumentError {
  const given =
    chromosome === undefined ? `window ${window}` : `chromosome ${chromosome}, ${from} to ${to}`;
  return new InvalidArgumentError("from", {
    what: `This region cannot be drawn: ${given}.`,
    why: "It needs chromosome, from and to, ascending and at most 20,000,000 base pairs apart, or a variant.",
    remedy: 'Use for example { chromosome: 6, from: 31e6, to: 32e6 } or { variant: "rs123" }.',
  });
}

function strongestRow(result: AssociationTable): number {
  return strongestOf(readAssociations(result, { positions: true }));
}

function strongestOf({ rows, y }: Associations): number {
  let best = rows[0];
  for (let i = 1; i < rows.length; i++) if (y[rows[i]] > y[best]) best = rows[i];
  return best;
}

function rowOf({ columns }: AssociationTable, variant: string): number {
  const ids = columns.variantId as readonly string[] | undefined;
  const row = ids?.indexOf(variant) ?? -1;
  if (row >= 0) return row;
  throw new InvalidArgumentError("variant", {
    what: `The result has no variant ${variant}.`,
    why: "It is looked up in the column variantId.",
    remedy: "Check how ids are written there, or give chromosome, from and to.",
  });
}

/** A table of the region alone: everything after this looks at some thousand rows, not at ten million. */
function rowsOf(result: AssociationTable, { chromosome, from, to }: Region): AssociationTable {
  const { columns, provenance, rowCount } = result;
  const codes = columns.chromosome as ArrayLike<number> | undefined;
  const positions = columns.basePairLocation as ArrayLike<number> | undefined;
  const rows: number[] = [];
  if (codes && positions) {
    for (let row = 0; row < rowCount; row++) {
      if (codes[row] === chromosome && positions[row] >= from && positions[row] <= to)
        rows.push(row);
    }
    if (rows.length === 0) {
      throw new NothingToPlotError({
        what: `The result has no variant at ${placeText({ chromosome, from, to })}.`,
        why: `None of its ${grouped(rowCount)} rows lies there.`,
        remedy: "Check chromosome, positions and genome build, or choose a wider region.",
      });
    }
  }
  return new Table(columns, provenance).take(rows);
}

function referenceOf(
  table: AssociationTable,
  associations: Associations,
  wanted: string | undefined,
): Reference {
  const row = wanted === undefined ? strongestOf(associations) : rowOf(table, wanted);
  const { place, id = place } = placeOf(table, row);
  return { row, variantId: id, position: table.columns.basePairLocation[row] as number };
}

function setsOf(
  table: AssociationTable,
  { rows }: Associations,
  { credibleSets, credibleSet }: RegionalOptions,
): CredibleSets | undefined {
  if (credibleSets) return givenSets(table, rows, credibleSets);
  if (credibleSet === undefined) return undefined;
  return abfSets(table, rows, credibleSet === "abf" ? undefined : credibleSet);
}

function draw(drawing: Drawing, maxPoints: number): PlotSpec {
  const { table, options, region, associations, reference, ld, sets } = drawing;
  const words = describeScan(table, associations, options);
  const hasLd = ld !== undefined && ld.r2.size > 0;
  const packed = options.genes && packGenes(genesIn(options.genes, region), region, INNER.width);
  const { rows, keptAllAbove } = shownRows(drawing, maxPoints);
  const scene: RegionalScene = {
    table,
    region,
    strongest: associations.y[drawing.strongest],
    threshold: options.threshold,
    suggestive: options.suggestive,
    palette: options.palette ?? "ordered",
    hasLd,
    hasSigns: ["beta", "oddsRatio", "hazardRatio"].some((name) => name in table.columns),
    sets: [
      ...new Set(Array.from(sets?.members.values() ?? [], ({ set }: { set: number }) => set)),
    ].sort((a, b) => a - b),
    genes: packed?.genes ?? [],
    geneLines: packed?.lines,
    rates: options.recombination ? ratesIn(options.recombination, region) : [],
  };
  const total = associations.rows.length;
  const honesty =
    rows.length < total &&
    `Showing ${grouped(rows.length)} of ${grouped(total)}; ${keptAllAbove ? "every suggestive variant kept" : "those above the lines thinned too"}`;
  const facts = [placeText(region), words.build, words.samples].filter(isText);
  const shown = [
    scene.hasSigns && "▲ effect allele raises, ▼ lowers",
    sets?.words,
    packed && packed.leftOut > 0 && `${counted(packed.leftOut, "gene")} not shown for room`,
    honesty,
    ...words.leftOut,
  ].filter(isText);
  const title = brokenTitle(
    sentenceStart("Regional plot", words),
    [facts, [ldWords(drawing)], shown].filter((pieces) => pieces.length > 0),
    scene.rates.length > 0 ? WIDTH - RIGHT_AXIS_PX : WIDTH,
  );
  return assembleSpec(
    {
      title,
      width: WIDTH,
      height: regionalHeight(scene),
      data: { name: "variants", values: dataRows(drawing, rows, hasLd) },
      transform: regionalTransforms(scene),
      layer: regionalLayers(scene),
      ...(scene.rates.length > 0 && { resolve: { scale: { y: "independent" } } }),
    },
    {
      kind: "regional",
      dataset: words.name,
      links: ["variant"],
      region: { ...region, reference: reference.variantId },
      summary: summaryOf(drawing, words, scene),
      rows: { shown: rows.length, total },
      code: codeOf(options, region, reference),
    },
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `6:31,500,000–32,500,000`. */
function placeText({ chromosome, from, to }: Region): string {
  return `${chromosomeName(chromosome)}:${grouped(from)}–${grouped(to)}`;
}

/** Which LD is shown, of whom, and with which variant; or why there is none. */
function ldWords({ ld, reference, options }: Drawing): string {
  if (ld === undefined) return "No LD: give ld genotypes, a panel or a table";
  const who = options.ldName === undefined ? ld.words : `${options.ldName} (${ld.words})`;
  if (ld.problem !== undefined) return `No LD: ${ld.problem} (${who})`;
  return `◆ r² with ${reference.variantId} in ${who}`;
}

function codeOf(options: RegionalOptions, region: Region, reference: Reference): string {
  const { threshold, suggestive, ...given } = options;
  return `await ${callOf("regional", "result", {
    ...given,
    signal: undefined,
    ...(given.variant === undefined && region),
    reference: reference.variantId,
    ...(threshold !== GENOME_WIDE_P && { threshold }),
    ...(suggestive !== SUGGESTIVE_P && { suggestive }),
  })}`;
}

function shownRows(
  { associations, reference, ld, sets, options, region }: Drawing,
  maxPoints: number,
): { readonly rows: number[]; readonly keptAllAbove: boolean } {
  const { rows, position, y } = associations;
  const keep: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const isLinked = (ld?.r2.get(row) ?? 0) >= 0.8;
    if (row === reference.row || sets?.members.has(row) || isLinked) keep.push(i);
  }
  const strongest = y[strongestOf(associations)];
  const { shown, keptAllAbove } = thin({
    x: Float64Array.from(rows, (row) => position[row]),
    y: Float64Array.from(rows, (row) => y[row]),
    xDomain: [region.from, region.to],
    yDomain: [0, Math.max(8, strongest * 1.1)],
    ...INNER,
    keepAbove: -Math.log10(options.suggestive),
    keep: keep.slice(0, Math.floor(maxPoints / 2)),
    maxPoints,
  });
  return { rows: Array.from(shown, (i) => rows[i]), keptAllAbove };
}

/** Weak to strong LD, so that what belongs to the signal lies on top. */
function dataRows(drawing: Drawing, rows: readonly number[], hasLd: boolean): JsonObject[] {
  const { table, options, associations, reference, ld, sets } = drawing;
  const { position, y, chromosome } = associations;
  const r2Of = (row: number): number => ld?.r2.get(row) ?? -1;
  const label = labelOf(drawing, rows);
  const isCertain = -Math.log10(options.suggestive);
  const ordered = rows.toSorted((a, b) => r2Of(a) - r2Of(b) || y[a] - y[b] || a - b);
  return ordered.map((row) => {
    const r2 = r2Of(row);
    const member = sets?.members.get(row);
    return {
      chromosome: chromosome[row],
      basePairLocation: position[row],
      negLog10PValue: Number(y[row].toFixed(4)),
      ...variantFields(table, row),
      effect: sideOf(table, row),
      ...(hasLd && { bin: binOf(r2) }),
      ...(r2 >= 0 && { r2: Number(r2.toFixed(4)) }),
      ...(row === reference.row && { reference: true, ...label }),
      ...(y[row] >= isCertain && { tier: 1 }),
      ...(member && { set: member.set, pip: Number(member.pip.toPrecision(4)) }),
    };
  });
}

function binOf(r2: number): string {
  return r2 < 0 ? NO_LD : R2_BINS[Math.min(4, Math.floor(r2 * 5))];
}

function sideOf({ columns }: AssociationTable, row: number): "raises" | "lowers" | "unknown" {
  const ratio = columns.oddsRatio ?? columns.hazardRatio;
  const effect =
    columns.beta === undefined ? Math.log(Number(ratio?.[row])) : Number(columns.beta[row]);
  if (effect > 0) return "raises";
  return effect < 0 ? "lowers" : "unknown";
}

function labelOf(
  { associations, reference, region, strongest }: Drawing,
  rows: readonly number[],
): JsonObject | undefined {
  const { position, y } = associations;
  const top = Math.max(8, y[strongest] * 1.14);
  const spot = (row: number): { row: number; x: number; y: number } => ({
    row,
    x: ((position[row] - region.from) / (region.to - region.from)) * INNER.width,
    y: (1 - y[row] / top) * INNER.height,
  });
  const own = spot(reference.row);
  const near = rows.map(spot).filter((other) => Math.abs(other.x - own.x) < 150);
  const text = reference.variantId;
  const [label] = placeLabels([{ ...own, text }], near, INNER);
  if (label) return { label: text, align: label.align, dx: label.dx, dy: label.dy };
  return {
    label: text,
    align: own.x > INNER.width / 2 ? "right" : "left",
    dx: own.x > INNER.width / 2 ? -10 : 10,
    dy: -10,
  };
}

/** One sentence: place, variants, the strongest, what is in LD with the reference, sets and genes. */
function summaryOf(
  { table, associations, region, reference, ld, sets, strongest }: Drawing,
  words: ScanWords,
  { genes }: RegionalScene,
): string {
  const { place, id = place } = placeOf(table, strongest);
  const linked = [...(ld?.r2.values() ?? [])].filter((r2) => r2 >= 0.8).length - 1;
  const facts = [
    `${counted(associations.rows.length, "variant")}, the strongest ${id} (P = ${pText(associations.y[strongest])})`,
    ld && ld.r2.size > 0
      ? `${linked > 0 ? grouped(linked) : "no"} other ${linked === 1 ? "variant has" : "variants have"} r² of at least 0.8 with ${reference.variantId} in ${ld.words}`
      : `no LD${ld?.problem ? `: ${ld.problem}` : ""}`,
    sets && `${counted(sets.members.size, "variant")} in ${sets.words}`,
    genes.length > 0 && `${counted(genes.length, "gene")}: ${geneNames(genes)}`,
  ];
  return `${sentenceStart("Regional plot", words)} at ${placeText(region)}: ${facts.filter(isText).join("; ")}.`;
}

function geneNames(genes: readonly { readonly symbol: string }[]): string {
  const names = genes.slice(0, 8).map(({ symbol }) => symbol);
  return names.join(", ") + (genes.length > names.length ? ", …" : "");
}
