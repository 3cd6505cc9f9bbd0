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
      "compute: doctor release status threads useThreads",
      "data: AlreadyRegisteredError NotRegisteredError RegisteredDatasets RegisteredFileChangedError RegisteredFileMissingError RegistryTextError alignSamples browseRows describeColumn genotypes genotypesFromDosages genotypesFromPacked joinPhenotypes ldPanel open phenotypes previewSummaryStatistics register registered sampleTable scoringFile selectPeople selectRows sense simulate simulateTrait summaryStatistics unpackVariant unregister verify write writePhenotypes writePlink1",
      "gwas: GwasResult ManyTraitsResult explainErrorCode lambdaGC linear logistic",
      "isAnalysisError",
      "ld: Clumps CorruptFileError UnsupportedVersionError check clump correlation openPanel panel prune scores writePanel",
      "mr: BuildMismatchError Colocalisation Harmonised Instruments LeaveOneOut MrEstimates MrMediation MrReport MrScan MultivariableEstimates MultivariableHarmonised NotEstimableError Simex Steiger TwoStageEstimates associations bidirectional colocalisation conditionalStrength drugTarget estimate fromArrays funnelAsymmetry harmonise harmoniseMultivariable heterogeneity influence instrumentStrength instruments leaveOneOut mediation methods multivariable multivariableFromArrays multivariableMethods multivariableSensitivity overlapBias pleiotropy power presso principalComponentsIvw proxies radial rapsDiagnostics report scan sensitivity simexEgger simulate singleVariant steiger steigerFilter twoStageLeastSquares",
      "plot: GENOME_WIDE_P LOCUS_WINDOW_BP MissingColumnsError NothingToPlotError PlotGoneError SUGGESTIVE_P leadVariants manhattan mrForest mrFunnel mrLeaveOneOut mrRadial mrScatter mvmrForest mvmrStrength openRegion prsCalibration prsChains prsDeciles prsDecisionCurve prsDistribution prsPortability prsQuantiles prsRoc prsSurvival qq readGenes readRecombination regional topHits",
      "prs: BuildMismatchError ClumpThreshold Lassosum2 Ldpred2Auto Ldpred2Grid LowOverlapError MATCH_TYPES MATCH_VERDICTS MatchExploration MatchedScores NormalisedScores NotEvaluableError PanelWeights PolygenicScores PrsCs ScoringFile ScoringFileError SeenInTuningError StackedScore USUAL_THRESHOLDS UnfitLdError auc calibration clumpThreshold compareAuc decisionCurve evaluate expectedR2 lassosum2 ldpred2Auto ldpred2Grid ldpred2Infinitesimal liabilityR2 match normaliseAncestry overlap personUncertainty prsCs readScores reclassification reportingTable sblup score scoringFile split stackClumpThreshold thresholdLadder tune writeScores",
      "qc: filter frequency hardyWeinberg hardyWeinbergLnP heterozygosity kinship principalComponents projectSamples relationship sampleMissingness variantMissingness",
      "setTaskHost",
    ]
  `);
});
