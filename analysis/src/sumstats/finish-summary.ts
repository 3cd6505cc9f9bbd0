import { attritionTable, type AttritionStep } from "../genotypes/attrition.ts";
import type { GenomeBuild } from "../io/genome-build.ts";
import type { MappedColumn } from "../io/summary-mapping.ts";
import type { SummaryRole } from "../io/summary-roles.ts";
import { columnsWithTexts } from "../held-texts.ts";
import { Table, type Provenance } from "../table.ts";
import type { Steps } from "./browse/steps.ts";
import type { RawColumn } from "./column-reader.ts";
import { buildOfRows, settledBuild } from "./check-build.ts";
import { checkConsistency } from "./check-consistency.ts";
import { completeEffects } from "./complete-effects.ts";
import { completeVariants } from "./complete-variants.ts";
import { duplicateRows } from "./find-duplicates.ts";
import type { IssueLog, Problem } from "./issues.ts";
import { pValueOf } from "./p-value.ts";
import { codedOf, rowsText, flagRows, type ReadingAccount } from "./reading-account.ts";
import { whole } from "../words.ts";
import type { RawRows } from "./row-collector.ts";
import { SummaryFile, type SummaryColumns, type SummaryMappingColumns } from "./summary-file.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

/** What reading a file, of whichever format, has given. */
export interface ReadRows {
  readonly source: string;
  readonly format: string;
  /** Which allele the effect is for, where the format knows. */
  readonly effectAllele?: string | undefined;
  readonly rows: RawRows;
  readonly roles: ReadonlyMap<SummaryRole, MappedColumn>;
  readonly unread: readonly string[];
  /** Rows of the file that were not read, and why. */
  readonly skipped: readonly {
    readonly step: string;
    readonly count: number;
    readonly reason: string;
  }[];
  readonly declaredBuild?: GenomeBuild | undefined;
  readonly provenance: Provenance;
  readonly notices: readonly string[];
}

/** Makes the table of what was read: completes effects and names, checks them, and gives an account. */
export function* finishing(given: ReadRows, options: ReadSummaryOptions): Steps<SummaryFile> {
  const read = withEffectFrequencies(given);
  const { rows } = read;
  const account: ReadingAccount = {
    roles: read.roles,
    derived: new Map(),
    byValues: new Map(),
    notices: [...read.notices],
  };
  if (rows.count === 0) account.notices.push("The file has a header and no rows to read.");
  const variants = completeVariants(rows, account);
  yield 0.2;
  const effects = completeEffects(rows, options, account);
  yield 0.4;
  checkConsistency(rows, effects, account);
  yield 0.6;
  const trait = codedOf(rows, "trait");
  const traits = new Set(trait?.distinct());
  flagRows(
    rows,
    {
      problem: "duplicated",
      column: "variantId",
      reason: "the variant and its alleles are in an earlier row",
    },
    duplicateRows(variants, traits.size > 1 ? trait : undefined),
    (i) => variants.variantId.at(i),
  );
  yield 0.8;
  const { build, notice } = settledBuild(read.declaredBuild, buildOfRows(variants));
  if (notice) account.notices.push(notice);
  if (traits.size > 1) {
    const some = [...traits].slice(0, 5).join(", ");
    account.notices.push(
      `The file holds ${traits.size} traits (${some}${traits.size > 5 ? ", …" : ""}); read one with trait: "${[...traits][0]}".`,
    );
  }
  yield 0.9;
  const columns = present({
    variantId: variants.variantId,
    rsid: variants.rsid,
    chromosome: variants.chromosome,
    basePairLocation: variants.basePairLocation,
    effectAllele: variants.effectAllele,
    otherAllele: variants.otherAllele,
    refAllele: variants.refAllele,
    effectAlleleFrequency: rows.columns.effectAlleleFrequency,
    n: rows.columns.n ?? sumOfGroups(rows, account),
    ...effects,
    pValue: pValues(effects.negLog10PValue),
    ...furtherColumns(rows),
    ...rows.kept,
  });
  const kept = keptRows(rows, options.drop ?? []);
  const table = new Table(columnsWithTexts(columns) as SummaryColumns);
  account.notices.push(...issueNotices(rows));
  const fileRows = rows.count + read.skipped.reduce((sum, { count }) => sum + count, 0);
  return new SummaryFile(
    kept.indices ? table.take(kept.indices).columns : table.columns,
    {
      source: read.source,
      format: read.format,
      ...(read.effectAllele !== undefined ? { effectAllele: read.effectAllele } : {}),
      ...(traits.size === 1 && [...traits][0] ? { trait: [...traits][0] } : {}),
      ...read.provenance,
      ...(build ? { build: build.name, buildEvidence: build.evidence } : {}),
    },
    {
      mapping: mappingTable(read, account),
      issues: rows.log.table(rows.lines, kept.placeOf),
      attrition: attritionTable(attritionSteps(fileRows, read.skipped, kept.removed)),
      notices: account.notices,
    },
  );
}

function withEffectFrequencies(read: ReadRows): ReadRows {
  const { columns } = read.rows;
  const frequency = columns.effectAlleleFrequency as Float64Array | undefined;
  const column = read.roles.get("effectAlleleFrequency");
  if (!frequency || !column?.isOfOtherAllele) return read;
  const effectAlleleFrequency = frequency.map((value) => 1 - value);
  return {
    ...read,
    rows: { ...read.rows, columns: { ...columns, effectAlleleFrequency } },
    notices: [
      ...read.notices,
      `${column.name} is the frequency of the other allele: effectAlleleFrequency is 1 minus it.`,
    ],
  };
}

function pValues(logs: Float64Array): Float64Array {
  const values = new Float64Array(logs.length);
  for (let i = 0; i < values.length; i++) values[i] = pValueOf(logs[i]);
  return values;
}

function present(
  columns: Readonly<Record<string, RawColumn | undefined>>,
): Record<string, RawColumn> {
  const found: Record<string, RawColumn> = {};
  for (const [name, column] of Object.entries(columns)) if (column) found[name] = column;
  return found;
}

// Read for what is derived from them, and no columns of the table.
const INNER: ReadonlySet<string> = new Set<SummaryRole>([
  "referenceAllele",
  "alternateAllele",
  "strand",
  "test",
  "chiSquare",
  "pValue",
  "oddsRatio",
  "hazardRatio",
]);

function furtherColumns({ columns }: RawRows): Record<string, RawColumn | undefined> {
  const done = new Set([
    ...["variantId", "rsid", "chromosome", "basePairLocation", "effectAllele", "otherAllele"],
    ...["refAllele", "effectAlleleFrequency", "n", "beta", "standardError", "ciLower", "ciUpper"],
    ...["statistic", "negLog10PValue"],
  ]);
  return Object.fromEntries(
    Object.entries(columns).filter(([name]) => !done.has(name) && !INNER.has(name)),
  );
}

function sumOfGroups({ columns }: RawRows, { derived }: ReadingAccount): Float64Array | undefined {
  const cases = columns.nCases as Float64Array | undefined;
  const controls = columns.nControls as Float64Array | undefined;
  if (!cases || !controls) return undefined;
  derived.set("n", "cases and controls");
  return cases.map((count, i) => count + controls[i]);
}

interface KeptRows {
  /** Undefined when all rows stay. */
  readonly indices?: number[];
  readonly placeOf: (row: number) => number;
  readonly removed: readonly {
    readonly step: string;
    readonly count: number;
    readonly reason: string;
  }[];
}

const DROP_REASONS: Readonly<Record<Problem, string>> = {
  missing: "a value is missing",
  impossible: "a value is impossible",
  inconsistent: "values contradict each other",
  duplicated: "the variant is in an earlier row",
};

function keptRows({ count, log }: RawRows, drop: readonly Problem[]): KeptRows {
  if (drop.length === 0) return { placeOf: (row) => row, removed: [] };
  const places = new Int32Array(count).fill(-1);
  const removed = new Map(drop.map((problem) => [problem, 0]));
  const indices: number[] = [];
  const marks = drop.map((problem) => log.rowsWith(problem, count));
  for (let i = 0; i < count; i++) {
    const problem = drop.find((_, d) => marks[d][i] === 1);
    if (problem) removed.set(problem, removed.get(problem)! + 1);
    else places[i] = indices.push(i) - 1;
  }
  return {
    indices,
    placeOf: (row) => places[row],
    removed: [...removed].map(([problem, dropped]) => ({
      step: problem,
      count: dropped,
      reason: DROP_REASONS[problem],
    })),
  };
}

function attritionSteps(
  fileRows: number,
  skipped: ReadRows["skipped"],
  removed: KeptRows["removed"],
): AttritionStep[] {
  let remaining = fileRows;
  const start: AttritionStep = {
    step: "file",
    kind: "variant",
    removed: 0,
    remaining,
    reason: "rows of the file",
  };
  const steps = [...skipped, ...removed].map(({ step, count, reason }): AttritionStep => {
    remaining -= count;
    return { step, kind: "variant", removed: count, remaining, reason };
  });
  return [start, ...steps];
}

/** A sentence for each problem of each column, with an example. */
function issueNotices({ log, count }: { log: IssueLog; count: number }): string[] {
  return log.groups.map(({ problem, column, reason, count: rows, values }) => {
    const all = rows === count ? "all rows" : `${whole(rows)} of ${rowsText(count)}`;
    if (problem === "missing") return `${column} is missing in ${all}.`;
    if (problem === "duplicated") {
      return `${rowsText(rows)} repeat${rows === 1 ? "s" : ""} the variant and alleles of an earlier row.`;
    }
    const example = values[0] ? ` (such as ${values[0]})` : "";
    const effect =
      problem === "inconsistent"
        ? "kept as it is"
        : /Allele$/.test(column)
          ? "kept as it is"
          : "missing in the table";
    return `${column}${example} is ${problem} in ${all}, ${effect}: ${reason}.`;
  });
}

function mappingTable(
  { roles, unread, rows }: ReadRows,
  { derived, byValues }: ReadingAccount,
): Table<SummaryMappingColumns> {
  const keptNames = new Set(Object.keys(rows.kept));
  const lines: (readonly [string, string, string, string])[] = [
    ...[...roles].map(([role, { name, known, note }]) => {
      const told = byValues.get(role);
      return [role, name, told === undefined ? known : "values", told ?? note] as const;
    }),
    ...[...derived].map(([column, from]) => [column, "", "derived", from] as const),
    ...[...keptNames].map((name) => [name, name, "kept", "text of the file"] as const),
    ...unread.map((name) => ["", name, "not read", ""] as const),
  ];
  return new Table<SummaryMappingColumns>({
    column: lines.map(([column]) => column),
    fileColumn: lines.map(([, name]) => name),
    known: lines.map(([, , known]) => known),
    note: lines.map(([, , , note]) => note),
  });
}
