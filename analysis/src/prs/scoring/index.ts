export { match } from "./match.ts";
export { MATCH_TYPES, type MatchType } from "./match-alleles.ts";
export type { MatchOptions, ReferenceSites } from "./match-options.ts";
export type { ExploreOptions } from "./match-explorer.ts";
export type { ExploredColumns } from "./explored-rows.ts";
export { MatchExploration, type VerdictCountColumns } from "./match-exploration.ts";
export { MATCH_VERDICTS, type MatchStatus, type MatchVerdict } from "./match-verdicts.ts";
export {
  MatchedScores,
  type FileMatchColumns,
  type MatchLogColumns,
  type ScoredRows,
} from "./matched-scores.ts";
export { readScores, type ReadScoresOptions } from "./read-scores.ts";
export {
  BuildMismatchError,
  LowOverlapError,
  ScoringFileError,
  type ScoringProblem,
} from "./scoring-errors.ts";
export {
  ScoringFile,
  scoringFile,
  type DosageWeights,
  type EffectType,
  type ScoringColumns,
  type ScoringIssueColumns,
} from "./scoring-file.ts";
export type { ScoringHeader } from "./scoring-header.ts";
export {
  PolygenicScores,
  type ScoredAlleles,
  type ScoreSummaryColumns,
} from "./polygenic-scores.ts";
export { score } from "./score.ts";
export type { ScoreOptions, ScoreRuleOptions } from "./score-options.ts";
export type { MissingRule } from "./allele-values.ts";
export { writeScores, type WriteScoresOptions, type WrittenScores } from "./write-scores.ts";
