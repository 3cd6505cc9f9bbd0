import { FormatError, InvalidArgumentError } from "../errors.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { constantTexts } from "../io/coded-texts.ts";
import { lineEnd, TAB } from "../io/field-bounds.ts";
import { buildOfContigs } from "../io/genome-build.ts";
import { readLineBlocks } from "../io/lines.ts";
import { GWAS_VCF } from "../io/summary-formats.ts";
import type { MappedColumn } from "../io/summary-mapping.ts";
import type { SummaryRole } from "../io/summary-roles.ts";
import type { Provenance } from "../table.ts";
import type { ReadRows } from "./finish-summary.ts";
import { RowCollector } from "./row-collector.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

/** Keys of the FORMAT column. @see Lyon et al. 2021, doi:10.1186/s13059-020-02248-0 */
const KEYS: Readonly<Record<string, SummaryRole>> = {
  ES: "beta",
  SE: "standardError",
  LP: "negLog10PValue",
  AF: "effectAlleleFrequency",
  SS: "n",
  EZ: "statistic",
  SI: "info",
  NC: "nCases",
};

const FIXED: readonly (readonly [SummaryRole, string])[] = [
  ["chromosome", "#CHROM"],
  ["basePairLocation", "POS"],
  ["variantId", "ID"],
  ["otherAllele", "REF"],
  ["effectAllele", "ALT"],
];
const REF = 3;
const ALT = 4;
const FORMAT = 8;
const FIRST_SAMPLE = 9;

/** Reads association results out of a VCF; a row of several alternate alleles becomes several. */
export async function readGwasVcf(
  source: ByteSource,
  options: ReadSummaryOptions,
): Promise<ReadRows> {
  const header: string[] = [];
  const decoder = new TextDecoder();
  let rows: VcfRows | undefined;
  let line = 0;
  await readLineBlocks(source, (bytes, from, to) => {
    for (let at = from; at < to; at++) {
      line++;
      const end = lineEnd(bytes, at, to);
      const stop = end > at && bytes[end - 1] === 13 ? end - 1 : end;
      if (rows) {
        if (stop > at) rows.append(bytes, at, stop, line);
      } else {
        const text = decoder.decode(bytes.slice(at, stop));
        header.push(text);
        if (text.startsWith("#CHROM")) rows = new VcfRows(source, header, options);
      }
      at = end;
    }
  });
  if (!rows) {
    throw new FormatError(source.name, {
      what: `${source.name} has no line that begins with #CHROM.`,
      why: "It is a VCF without variants, or was cut.",
      remedy: "Copy or download it again.",
    });
  }
  return rows.finish();
}

class VcfRows {
  readonly #path: string;
  readonly #header: readonly string[];
  readonly #sample: string;
  readonly #column: number;
  readonly #keys: readonly string[];
  readonly #collector: RowCollector;
  /** Start and end of the fields that are looked at: the fixed ones, FORMAT, and the sample's. */
  readonly #bounds = new Int32Array(2 * (FIRST_SAMPLE + 1));
  #format = new Uint8Array(0);
  /** Place of each key in the FORMAT of the last row, −1 where it has none. */
  #places: Int32Array;
  /** Keys that the FORMAT of a row has had; headers declare more than there is. */
  readonly #seen = new Set<string>();
  readonly #parts: Int32Array;
  #split = 0;

  constructor(source: ByteSource, header: readonly string[], options: ReadSummaryOptions) {
    this.#path = source.name;
    this.#header = header;
    const samples = header.at(-1)!.split("\t").slice(FIRST_SAMPLE);
    this.#sample = chosenSample(source.name, samples, options.trait);
    this.#column = FIRST_SAMPLE + samples.indexOf(this.#sample);
    this.#keys = Object.keys(KEYS).filter((key) =>
      header.some((text) => text.startsWith(`##FORMAT=<ID=${key},`)),
    );
    this.#places = new Int32Array(this.#keys.length);
    this.#parts = new Int32Array(64);
    const roles = [...FIXED.map(([role]) => role), ...this.#keys.map((key) => KEYS[key])];
    this.#collector = new RowCollector(roles, [], Math.ceil(source.size / 40) + 16);
  }

  append(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.#findFields(bytes, from, to, line);
    const bounds = this.#bounds;
    this.#findKeys(bytes, bounds[2 * FORMAT], bounds[2 * FORMAT + 1]);
    const parts = this.#splitSample(bytes, bounds[2 * FIRST_SAMPLE], bounds[2 * FIRST_SAMPLE + 1]);
    const alternates = count(bytes, bounds[2 * ALT], bounds[2 * ALT + 1], COMMA) + 1;
    if (alternates > 1) this.#split++;
    for (let a = 0; a < alternates; a++) this.#appendAllele(bytes, a, alternates, parts, line);
  }

  #appendAllele(
    bytes: Uint8Array,
    a: number,
    alternates: number,
    parts: number,
    line: number,
  ): void {
    const { readers } = this.#collector;
    const bounds = this.#bounds;
    this.#collector.startRow(line);
    for (let k = 0; k <= REF; k++) readers[k].append(bytes, bounds[2 * k], bounds[2 * k + 1], NaN);
    appendPiece(bytes, bounds[2 * ALT], bounds[2 * ALT + 1], alternates > 1 ? a : 0, readers[ALT]);
    for (let k = 0; k < this.#places.length; k++) {
      const place = this.#places[k];
      const reader = readers[FIXED.length + k];
      if (place < 0 || place >= parts) reader.append(bytes, 0, 0, NaN);
      else appendPiece(bytes, this.#parts[2 * place], this.#parts[2 * place + 1], a, reader);
    }
  }

  finish(): ReadRows {
    const rows = this.#collector.finish();
    const roles = new Map<SummaryRole, MappedColumn>();
    const put = (role: SummaryRole, name: string): void => {
      roles.set(role, { index: -1, name, known: "format", note: "" });
    };
    for (const [role, name] of FIXED) put(role, name);
    const unseen = new Set<string>();
    for (const key of this.#keys) {
      if (this.#seen.has(key)) put(KEYS[key], key);
      else unseen.add(KEYS[key]);
    }
    const { groups } = rows.log;
    groups.splice(0, groups.length, ...groups.filter(({ column }) => !unseen.has(column)));
    const seen = Object.entries(rows.columns).filter(([role]) => !unseen.has(role));
    const columns = {
      ...Object.fromEntries(seen),
      refAllele: constantTexts(rows.count, "OA"),
    };
    const notices =
      this.#split > 0
        ? [`${this.#split} lines with several alternate alleles are a row for each.`]
        : [];
    return {
      source: this.#path,
      format: GWAS_VCF.name,
      effectAllele: GWAS_VCF.effectAllele,
      rows: { ...rows, columns },
      roles,
      unread: [],
      skipped: [],
      declaredBuild: buildOfContigs(this.#header),
      provenance: { trait: this.#sample, ...sampleCounts(this.#header, this.#sample) },
      notices,
    };
  }

  #findFields(bytes: Uint8Array, from: number, to: number, line: number): void {
    const bounds = this.#bounds;
    let start = from;
    let field = 0;
    for (let at = from; at <= to; at++) {
      if (at < to && bytes[at] !== TAB) continue;
      const slot = field < FIRST_SAMPLE ? field : field === this.#column ? FIRST_SAMPLE : -1;
      if (slot >= 0) {
        bounds[2 * slot] = start;
        bounds[2 * slot + 1] = at;
      }
      if (field === this.#column) return;
      field++;
      start = at + 1;
    }
    throw new FormatError(this.#path, {
      what: `Line ${line} of ${this.#path} has ${field} fields, and needs ${this.#column + 1}.`,
      why: "Every line of a VCF has a field for each column of its header.",
      remedy: "Copy or download the file again; it may have been cut.",
    });
  }

  #findKeys(bytes: Uint8Array, from: number, to: number): void {
    const format = this.#format;
    let isSame = to - from === format.length;
    for (let i = 0; isSame && i < format.length; i++) isSame = bytes[from + i] === format[i];
    if (isSame) return;
    this.#format = bytes.slice(from, to);
    const present = new TextDecoder().decode(this.#format).split(":");
    this.#places = Int32Array.from(this.#keys, (key) => present.indexOf(key));
    for (const key of present) this.#seen.add(key);
  }

  /** Bounds of the sample's values into `#parts`; returns how many there are. */
  #splitSample(bytes: Uint8Array, from: number, to: number): number {
    const parts = this.#parts;
    let found = 0;
    let start = from;
    for (let at = from; at <= to && 2 * found < parts.length; at++) {
      if (at < to && bytes[at] !== COLON) continue;
      parts[2 * found] = start;
      parts[2 * found + 1] = at;
      found++;
      start = at + 1;
    }
    return found;
  }
}

const COMMA = 44;
const COLON = 58;

function count(bytes: Uint8Array, from: number, to: number, byte: number): number {
  let found = 0;
  for (let at = from; at < to; at++) if (bytes[at] === byte) found++;
  return found;
}

/** Appends the piece of a list between commas; of a single value that value. */
function appendPiece(
  bytes: Uint8Array,
  from: number,
  to: number,
  piece: number,
  reader: RowCollector["readers"][number],
): void {
  let start = from;
  let index = 0;
  for (let at = from; at < to; at++) {
    if (bytes[at] !== COMMA) continue;
    if (index === piece) {
      reader.append(bytes, start, at, NaN);
      return;
    }
    index++;
    start = at + 1;
  }
  // Past the last piece nothing is known, unless one value stands for all.
  if (index === piece || index === 0) reader.append(bytes, start, to, NaN);
  else reader.append(bytes, 0, 0, NaN);
}

function chosenSample(path: string, samples: readonly string[], trait: string | undefined): string {
  if (trait !== undefined ? samples.includes(trait) : samples.length === 1)
    return trait ?? samples[0];
  throw new InvalidArgumentError("trait", {
    what:
      trait === undefined
        ? `${path} holds ${samples.length} traits.`
        : `${path} has no trait "${trait}".`,
    why: `Its sample columns are ${samples.join(", ")}.`,
    remedy: `Choose one: trait: "${samples[0]}".`,
  });
}

/** What the ##SAMPLE line tells of cases and controls. */
function sampleCounts(header: readonly string[], sample: string): Provenance {
  const line = header.find((text) => text.startsWith(`##SAMPLE=<ID=${sample},`)) ?? "";
  const field = (name: string): string | undefined =>
    new RegExp(`[,<]${name}="?([^",>]+)`).exec(line)?.[1];
  const cases = field("TotalCases");
  const controls = field("TotalControls");
  const study = field("StudyType");
  return {
    ...(cases !== undefined ? { cases: Number(cases) } : {}),
    ...(controls !== undefined ? { controls: Number(controls) } : {}),
    ...(study !== undefined ? { studyType: study } : {}),
  };
}
