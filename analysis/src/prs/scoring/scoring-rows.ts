import { sharedFloat64 } from "../../compute/engine/shared-arrays.ts";
import { chromosomeCode } from "../../io/chromosome.ts";
import type { EffectType } from "./scoring-file.ts";
import type { ScoringLayout, ScoringRole } from "./scoring-layout.ts";

/** What keeps a row from being scored. */
export type RowProblem =
  | "interaction"
  | "haplotype"
  | "diplotype"
  | "unclear coding"
  | "missing weight"
  | "missing effect allele"
  | "no place";

export interface ScoringRows {
  readonly variantId: string[];
  readonly chromosome: number[];
  readonly basePairLocation: number[];
  readonly effectAllele: string[];
  readonly otherAllele: string[];
  readonly effectType: EffectType[];
  readonly weights: readonly NumberColumn[];
  /** Weights of none, one and two copies. */
  readonly dosageWeights: readonly [number[], number[], number[]];
  readonly annotations: Readonly<Record<string, string[]>>;
  /** Of every row. */
  readonly line: number[];
  /** "" for rows that can be scored. */
  readonly problem: (RowProblem | "")[];
}

/** Numbers that come one by one or many at a time, in memory that workers see. */
class NumberColumn {
  #values = sharedFloat64(1024);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#values.length) this.reserve(2 * this.#count);
    this.#values[this.#count++] = value;
  }

  append(values: Float64Array): void {
    const count = this.#count + values.length;
    if (count > this.#values.length) this.reserve(2 * count);
    this.#values.set(values, this.#count);
    this.#count = count;
  }

  /** Makes room for so many in all. */
  reserve(count: number): void {
    if (count <= this.#values.length) return;
    const larger = sharedFloat64(count);
    larger.set(this.#values.subarray(0, this.#count));
    this.#values = larger;
  }

  /** Those that came so far; little room to spare stays. */
  all(): Float64Array {
    const own = this.#values.subarray(0, this.#count);
    if (this.#values.length <= 1.25 * this.#count) return own;
    const fitting = sharedFloat64(this.#count);
    fitting.set(own);
    return fitting;
  }
}

/** Rows whose weights are finite numbers, column by column; the numbers are only good during the call. */
interface RowColumns {
  readonly count: number;
  /** What stands at a place, without blanks around it. */
  readonly texts: (place: number) => readonly string[];
  /** As the layout lists them. */
  readonly weights: readonly Float64Array[];
}

export interface RowCollector {
  readonly rows: ScoringRows;
  /** `given` are the weights where they are read already; NaN for those that the fields have to tell. */
  add(fields: readonly string[], line: number, given?: Float64Array): void;
  /** The same for many rows of consecutive lines; undefined where rows may say more than how much each copy weighs. */
  readonly addColumns: ((columns: RowColumns, line: number) => void) | undefined;
  /** Makes room for the weights of so many rows in all. */
  reserve(rowCount: number): void;
}

const DOSAGES = [
  "dosage0Weight",
  "dosage1Weight",
  "dosage2Weight",
] as const satisfies readonly ScoringRole[];

/** With a column of these a row is looked at by itself. */
const FLAGS = [
  "isInteraction",
  "isHaplotype",
  "isDiplotype",
  "isDominant",
  "isRecessive",
] as const satisfies readonly ScoringRole[];

// A column of these tells nothing that the table does not.
const READ: ReadonlySet<ScoringRole> = new Set<ScoringRole>([
  "effectAllele",
  "isDominant",
  "isRecessive",
  ...DOSAGES,
]);

/** Of none, one and two copies, where a file has none for all of them. */
const NO_WEIGHTS = [NaN, NaN, NaN] as const;

/** Collects rows of a scoring file, with positions as harmonised or as the authors gave them. */
export function collectRows(layout: ScoringLayout, isHarmonised: boolean): RowCollector {
  const { places, weights, names } = layout;
  const placeOf = (role: ScoringRole): number => places.get(role) ?? -1;
  const own: readonly ScoringRole[] = isHarmonised
    ? ["harmonisedChromosome", "harmonisedPosition"]
    : ["chromosome", "basePairLocation"];
  const taken = new Set([
    ...weights.map(({ place }) => place),
    ...[...READ, ...own, "variantId" as const, "otherAllele" as const].map(placeOf),
  ]);
  const noted = layout.hasHeader
    ? names.flatMap((name, place) => (taken.has(place) || name === "" ? [] : [{ name, place }]))
    : [];
  const rows: ScoringRows = {
    variantId: [],
    chromosome: [],
    basePairLocation: [],
    effectAllele: [],
    otherAllele: [],
    effectType: [],
    weights: weights.map(() => new NumberColumn()),
    dosageWeights: [[], [], []],
    annotations: Object.fromEntries(noted.map(({ name }) => [name, []])),
    line: [],
    problem: [],
  };
  const text = (fields: readonly string[], role: ScoringRole): string => {
    const place = places.get(role);
    return place === undefined ? "" : known(fields[place]);
  };
  const flag = (fields: readonly string[], role: ScoringRole): boolean =>
    places.has(role) && /^(true|t|1|yes)$/i.test(text(fields, role));
  const flags = FLAGS.filter((role) => places.has(role));
  const dosages = DOSAGES.filter((role) => places.has(role));
  const values = new Float64Array(weights.length);
  const isUnclear = (fields: readonly string[]): boolean =>
    (flag(fields, "isDominant") && flag(fields, "isRecessive")) ||
    flags.some((role) => !/^(true|t|1|yes|false|f|0|no|)$/i.test(text(fields, role)));

  const add: RowCollector["add"] = (fields, line, given) => {
    const id = text(fields, "variantId") || text(fields, "harmonisedId");
    const chromosome = chromosomeCode(text(fields, own[0]));
    const position = wholeNumber(text(fields, own[1]));
    const effect = text(fields, "effectAllele").toUpperCase();
    const inferred = text(fields, "inferredOtherAllele").toUpperCase();
    const other =
      text(fields, "otherAllele").toUpperCase() || (/[,/]/.test(inferred) ? "" : inferred);
    let areFinite = true;
    for (let c = 0; c < weights.length; c++) {
      const { place, isRatio } = weights[c];
      const read = given === undefined || Number.isNaN(given[c]) ? number(fields[place]) : given[c];
      values[c] = isRatio ? Math.log(read) : read;
      if (!Number.isFinite(values[c])) areFinite = false;
    }
    const byCopies =
      dosages.length < DOSAGES.length
        ? NO_WEIGHTS
        : DOSAGES.map((role) => {
            const value = number(fields[placeOf(role)]);
            return layout.areDosagesRatios ? Math.log(value) : value;
          });
    const hasDosages = byCopies.every(Number.isFinite);
    // A weight for some numbers of copies but not for all is no weight per copy either.
    const hasSome = dosages.some((role) => text(fields, role) !== "");
    const hasWeights = weights.length > 0 && areFinite && !hasSome;
    const type: EffectType = hasDosages
      ? "dosage weights"
      : flag(fields, "isDominant")
        ? "dominant"
        : flag(fields, "isRecessive")
          ? "recessive"
          : "additive";
    rows.variantId.push(id);
    rows.chromosome.push(position > 0 ? chromosome : 0);
    rows.basePairLocation.push(chromosome > 0 ? position : 0);
    rows.effectAllele.push(effect);
    rows.otherAllele.push(other);
    rows.effectType.push(type);
    for (let c = 0; c < values.length; c++) rows.weights[c].push(hasDosages ? NaN : values[c]);
    byCopies.forEach((value, copies) => rows.dosageWeights[copies].push(hasDosages ? value : NaN));
    for (const { name, place } of noted) rows.annotations[name].push(known(fields[place]));
    rows.line.push(line);
    rows.problem.push(
      flag(fields, "isInteraction") || effect.includes("_X_")
        ? "interaction"
        : flag(fields, "isDiplotype")
          ? "diplotype"
          : flag(fields, "isHaplotype")
            ? "haplotype"
            : isUnclear(fields)
              ? "unclear coding"
              : effect === ""
                ? "missing effect allele"
                : !hasWeights && !hasDosages
                  ? "missing weight"
                  : id === "" && (position === 0 || chromosome === 0)
                    ? "no place"
                    : "",
    );
  };

  const columnOf = (columns: RowColumns, role: ScoringRole): readonly string[] | undefined => {
    const place = places.get(role);
    return place === undefined ? undefined : columns.texts(place);
  };
  const addColumns = (columns: RowColumns, firstLine: number): void => {
    const [ids, named] = [columnOf(columns, "variantId"), columnOf(columns, "harmonisedId")];
    const [contigs, positions] = own.map((role) => columnOf(columns, role));
    const effects = columnOf(columns, "effectAllele");
    const others = columnOf(columns, "otherAllele");
    const inferred = columnOf(columns, "inferredOtherAllele");
    const at = (column: readonly string[] | undefined, i: number): string =>
      column === undefined ? "" : known(column[i]);
    for (let i = 0; i < columns.count; i++) {
      const id = at(ids, i) || at(named, i);
      const chromosome = contigs === undefined ? 0 : chromosomeCode(at(contigs, i));
      const position = wholeNumber(at(positions, i));
      const effect = upperCase(at(effects, i));
      const guess = at(inferred, i);
      rows.variantId.push(id);
      rows.chromosome.push(position > 0 ? chromosome : 0);
      rows.basePairLocation.push(chromosome > 0 ? position : 0);
      rows.effectAllele.push(effect);
      rows.otherAllele.push(
        upperCase(at(others, i) || (guess !== "" && /[,/]/.test(guess) ? "" : guess)),
      );
      rows.effectType.push("additive");
      rows.line.push(firstLine + i);
      rows.problem.push(
        effect.includes("_X_")
          ? "interaction"
          : effect === ""
            ? "missing effect allele"
            : id === "" && (position === 0 || chromosome === 0)
              ? "no place"
              : "",
      );
    }
    columns.weights.forEach((values, c) => rows.weights[c].append(values));
    for (const { name, place } of noted) {
      const [texts, into] = [columns.texts(place), rows.annotations[name]];
      for (let i = 0; i < columns.count; i++) into.push(known(texts[i]));
    }
    for (const column of rows.dosageWeights)
      for (let i = 0; i < columns.count; i++) column.push(NaN);
  };
  const isPlain =
    flags.length === 0 && dosages.length === 0 && !weights.some(({ isRatio }) => isRatio);
  return {
    rows,
    add,
    addColumns: isPlain ? addColumns : undefined,
    reserve(rowCount) {
      for (const column of rows.weights) column.reserve(rowCount);
    },
  };
}

function upperCase(text: string): string {
  const code = text.charCodeAt(0);
  return text.length === 1 && code >= 65 && code <= 90 ? text : text.toUpperCase();
}

/** A field without blanks and quotes around it; "" for what stands for nothing. */
function known(field: string | undefined): string {
  if (field === undefined || field === "") return "";
  const last = field.charCodeAt(field.length - 1);
  // Nearly all are plain words; others may have blanks or quotes around them.
  if (
    isLetterOrDigit(field.charCodeAt(0)) &&
    isLetterOrDigit(last) &&
    (field.length > 4 || !/^(NA|NR|None)$/.test(field))
  )
    return field;
  const text = field.trim().replace(/^"(.*)"$/, "$1");
  return text === "." || text === "NA" || text === "NR" || text === "None" ? "" : text;
}

function number(field: string | undefined): number {
  if (field === undefined) return NaN;
  // Nearly all are plain numbers; a blank one would be 0.
  const plain = field.charCodeAt(0) > 32 ? Number(field) : NaN;
  if (!Number.isNaN(plain)) return plain;
  const text = known(field);
  return text === "" ? NaN : Number(text);
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function wholeNumber(text: string): number {
  if (text === "") return 0;
  const value = Number(text.replace(/\.0$/, ""));
  return Number.isInteger(value) && value > 0 && value < 2 ** 31 ? value : 0;
}
