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
      "catalogues: CatalogueError CatalogueTable CatalogueTimeoutError ChecksumError Found IncompleteListError NetworkOffError NotInCatalogueError RateLimitedError RefusedByCatalogueError ServiceUnavailableError UnexpectedAnswerError budget cached ensembl eqtl forget gwas network openGwas openTargets pgs requests",
      "compute: doctor release threads useThreads",
      "data: alignSamples describeColumn genotypes genotypesFromDosages genotypesFromPacked joinPhenotypes open phenotypes previewSummaryStatistics sampleTable selectRows simulate summaryStatistics unpackVariant write writePhenotypes writePlink1",
      "gwas: GwasResult ManyTraitsResult explainErrorCode lambdaGC linear logistic",
      "isAnalysisError",
      "ld: Clumps CorruptFileError UnsupportedVersionError check clump correlation openPanel panel scores writePanel",
      "mr: BuildMismatchError Colocalisation Harmonised Instruments LeaveOneOut MrEstimates MrMediation MrReport MrScan MultivariableEstimates MultivariableHarmonised NotEstimableError Simex Steiger TwoStageEstimates associations bidirectional colocalisation conditionalStrength drugTarget estimate fromArrays funnelAsymmetry harmonise harmoniseMultivariable heterogeneity influence instrumentStrength instruments leaveOneOut mediation methods multivariable multivariableFromArrays multivariableMethods multivariableSensitivity overlapBias pleiotropy power presso principalComponentsIvw proxies radial rapsDiagnostics report scan sensitivity simexEgger simulate singleVariant steiger steigerFilter twoStageLeastSquares",
      "plot: GENOME_WIDE_P LOCUS_WINDOW_BP MissingColumnsError NothingToPlotError SUGGESTIVE_P leadVariants manhattan mrForest mrFunnel mrLeaveOneOut mrRadial mrScatter mvmrForest mvmrStrength qq",
      "prs: BuildMismatchError ClumpThreshold Lassosum2 Ldpred2Auto Ldpred2Grid LowOverlapError MATCH_TYPES MatchedScores NormalisedScores NotEvaluableError PanelWeights PolygenicScores PrsCs ScoringFile ScoringFileError SeenInTuningError StackedScore USUAL_THRESHOLDS UnfitLdError auc calibration clumpThreshold compareAuc decisionCurve evaluate expectedR2 lassosum2 ldpred2Auto ldpred2Grid ldpred2Infinitesimal liabilityR2 match normaliseAncestry overlap personUncertainty prsCs readScores reclassification reportingTable sblup score scoringFile split stackClumpThreshold thresholdLadder tune writeScores",
      "qc: filter frequency hardyWeinberg hardyWeinbergLnP heterozygosity kinship principalComponents projectSamples relationship sampleMissingness variantMissingness",
      "setTaskHost",
    ]
  `);
});
