export {
  normaliseAncestry,
  type AncestryPeople,
  type NormaliseAncestryOptions,
} from "./normalise-ancestry.ts";
export {
  NormalisedScores,
  type NormalisedColumns,
  type PopulationColumns,
  type ScoreModelColumns,
  type SimilarityTable,
} from "./normalised-scores.ts";
export type { PeopleTable } from "./people-columns.ts";
