import type { RunReport } from "../compute/engine/run-program.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { variantIdAt } from "../io/encoded-variants.ts";
import { createPartialFile, type PartialFile } from "../io/local-file.ts";
import { Table, type Provenance } from "../table.ts";
import { reportLinear, type LinearScanOptions } from "./linear-scan.ts";
import { REPORT_HEADER } from "./report-rows.ts";
import { emptySummary, lambdaOfSummary, type ReportSummary } from "./report-summary.ts";
import type { TraitGroup } from "./trait-groups.ts";
import { variantText } from "./variant-text.ts";

/** Where the rows of a scan are written as they are computed. */
export interface ReportOptions {
  /** `{trait}` in it stands for the name of each trait. */
  readonly path: string;
  /** As `plink2 --glm` prints them, the only format so far. @defaultValue "plink2" */
  readonly format?: "plink2" | undefined;
}

export type ReportColumns = {
  readonly trait: readonly string[];
  readonly path: readonly string[];
  readonly n: Int32Array;
  readonly variantCount: Int32Array;
  /** Variants with an estimate. */
  readonly testedCount: Int32Array;
  /** Variants with P < 5e-8. */
  readonly significantCount: Int32Array;
  readonly lambdaGC: Float64Array;
  readonly leadVariantId: readonly string[];
  readonly negLog10PValue: Float64Array;
};

/** Scans and writes: a file for each trait appears when all are complete; none does when the scan fails. */
export async function writeLinear(
  genotypes: Genotypes,
  groups: readonly TraitGroup[],
  traitNames: readonly string[],
  out: ReportOptions,
  options: LinearScanOptions,
  describe: (report: RunReport) => Provenance,
): Promise<Table<ReportColumns>> {
  const paths = reportPaths(out, traitNames);
  const header = new TextEncoder().encode(REPORT_HEADER);
  const text = await variantText(genotypes.variants, options);
  const partial: PartialFile[] = [];
  const summaries = traitNames.map(emptySummary);
  try {
    for (const path of paths) {
      const file = await createPartialFile(path);
      partial.push(file);
      await file.append(header);
    }
    const shared = partial.map(({ path }, i) => ({
      path,
      end: shareNumber(header.length),
      summary: summaries[i],
    }));
    const byGroup = groups.map(({ traits }) =>
      traits.map(({ name }) => shared[traitNames.indexOf(name)]),
    );
    const report = await reportLinear(genotypes, groups, { text, files: byGroup }, options);
    // All on disk before the first has its name, and the disk is waited for once.
    await Promise.all(partial.map((file) => file.sync()));
    for (const file of partial) await file.commit();
    const n = traitNames.map(
      (trait) =>
        groups.find(({ traits }) => traits.some(({ name }) => name === trait))!.samples.length,
    );
    return reportTable(genotypes, traitNames, paths, n, summaries, describe(report));
  } catch (error) {
    for (const file of partial) await file.discard();
    throw error;
  }
}

function shareNumber(value: number): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(8));
  shared[0] = value;
  return shared;
}

function reportPaths(
  { path, format = "plink2" }: ReportOptions,
  traits: readonly string[],
): string[] {
  if (format !== "plink2") {
    throw new InvalidArgumentError("out", {
      what: `out.format is ${JSON.stringify(format)}.`,
      why: "Rows are written during the scan in PLINK 2's layout only.",
      remedy: "Leave out the format, or leave out `out` and pass the result to data.write.",
    });
  }
  if (traits.length > 1 && !path.includes("{trait}")) {
    throw new InvalidArgumentError("out", {
      what: `out.path is one file for ${traits.length} traits.`,
      why: "Every trait has rows of its own.",
      remedy: 'Put "{trait}" into the path: "scan/{trait}.glm.linear".',
    });
  }
  return traits.map((trait) => path.replaceAll("{trait}", trait.replace(/[/\\]/g, "_")));
}

function reportTable(
  { variants }: Genotypes,
  traits: readonly string[],
  paths: readonly string[],
  n: readonly number[],
  summaries: readonly ReportSummary[],
  provenance: Provenance,
): Table<ReportColumns> {
  const lead = summaries.map(({ best }) => variantIdAt(variants, best[1]) ?? "");
  return new Table<ReportColumns>(
    {
      trait: traits,
      path: paths,
      n: Int32Array.from(n),
      variantCount: Int32Array.from(traits, () => variants.count),
      testedCount: Int32Array.from(summaries, ({ counts }) => counts[0]),
      significantCount: Int32Array.from(summaries, ({ counts }) => counts[1]),
      lambdaGC: Float64Array.from(summaries, lambdaOfSummary),
      leadVariantId: lead,
      negLog10PValue: Float64Array.from(summaries, ({ best }, i) =>
        lead[i] === "" ? NaN : -best[0] / Math.LN10,
      ),
    },
    provenance,
  );
}
