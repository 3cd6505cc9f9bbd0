import { expect, test } from "vitest";
import * as api from "./index.ts";

test("the exported names", () => {
  const names = Object.entries(api).map(([name, value]) =>
    typeof value === "object" && Object.prototype.toString.call(value) === "[object Module]"
      ? `${name}: ${Object.keys(value).sort().join(" ")}`
      : name,
  );
  expect(names.sort()).toMatchInlineSnapshot(`
    [
      "AnalysisError",
      "COLUMNS",
      "CancelledError",
      "CollinearityError",
      "ConstantTraitError",
      "DeviceUnavailableError",
      "DuplicateIdError",
      "FilesDisagreeError",
      "FormatError",
      "InvalidArgumentError",
      "LengthMismatchError",
      "NoOverlapError",
      "Table",
      "TruncatedFileError",
      "WorkerLostError",
      "WrongMagicError",
      "compute: doctor release threads useThreads",
      "data: alignSamples genotypes genotypesFromDosages genotypesFromPacked joinPhenotypes open phenotypes sampleTable simulate summaryStatistics unpackVariant write writePhenotypes writePlink1",
      "gwas: GwasResult ManyTraitsResult explainErrorCode lambdaGC linear logistic",
      "isAnalysisError",
      "ld: correlation",
      "plot: GENOME_WIDE_P LOCUS_WINDOW_BP MissingColumnsError NothingToPlotError SUGGESTIVE_P leadVariants manhattan qq",
      "qc: filter frequency hardyWeinberg hardyWeinbergLnP heterozygosity kinship relationship sampleMissingness variantMissingness",
      "setTaskHost",
    ]
  `);
});
