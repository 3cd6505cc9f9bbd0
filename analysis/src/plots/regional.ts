import { counted, whole } from "../words.ts";
import { signalOf } from "../task.ts";
import { readAssociations, type Associations, type AssociationTable } from "./associations.ts";
import { describeScan, placeOf, pText, type ScanWords } from "./describe-scan.ts";
import { GENOME_WIDE_P, SUGGESTIVE_P } from "./lead-variants.ts";
import { checkMaxPoints, checkThresholds } from "./plot-options.ts";
import { rememberPlot, genotypesBehind } from "./plot-sources.ts";
import { assembleSpec, callOf, withinBudget, type PlotSpec } from "./plot-spec.ts";
import { brokenTitle, sentenceStart } from "./plot-text.ts";
import { abfSets, givenSets, type CredibleSets } from "./regional-credible.ts";
import { checkGenes, genesIn, packGenes, type Region } from "./regional-genes.ts";
import { regionalHeight } from "./regional-frame.ts";
import { regionalLayers, regionalTransforms, type RegionalScene } from "./regional-layers.ts";
import { regionalLd, type Reference } from "./regional-ld.ts";
import { checkRecombination, ratesIn } from "./regional-recombination.ts";
import type { RegionalOptions } from "./regional-options.ts";
import { placeText, referenceOf, regionOf, rowsOf, strongestOf } from "./regional-place.ts";
import { dataRows, INNER, shownRows, type Drawing } from "./regional-rows.ts";

const WIDTH = 800;
const RIGHT_AXIS_PX = 50;
const MOST_POINTS = 5_000;

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
    `Showing ${whole(rows.length)} of ${whole(total)}; ${keptAllAbove ? "every suggestive variant kept" : "those above the lines thinned too"}`;
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
      ? `${linked > 0 ? whole(linked) : "no"} other ${linked === 1 ? "variant has" : "variants have"} r² of at least 0.8 with ${reference.variantId} in ${ld.words}`
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
