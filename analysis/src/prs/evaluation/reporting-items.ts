/** What the PRS reporting standard asks for, its 22 items in our words. */
export const REPORTING_ITEMS = [
  ["Background", "studyType", "Type of study", "Whether scores are developed, validated, or both"],
  [
    "Background",
    "purpose",
    "Purpose and predicted outcome",
    "What is foretold, for whom, and what for",
  ],
  [
    "Population and data",
    "design",
    "Design and recruitment",
    "How, where and when people came into each sample",
  ],
  [
    "Population and data",
    "participants",
    "Demography and clinical state",
    "Age, sex and health of those in each sample, with how they were assessed",
  ],
  ["Population and data", "ancestry", "Ancestry", "Ancestry of each sample and how it was told"],
  [
    "Population and data",
    "geneticData",
    "Genetic data",
    "Genotyping, imputation, quality control, genome build",
  ],
  [
    "Population and data",
    "covariates",
    "Variables beside the genetic ones",
    "What else the model holds, how it was measured and coded",
  ],
  [
    "Population and data",
    "outcome",
    "Outcome",
    "Definition and coding of the outcome, with codes and times of follow-up",
  ],
  [
    "Population and data",
    "missingData",
    "Missing data",
    "Who and what is missing, and what was done about it",
  ],
  [
    "Development",
    "construction",
    "Construction of the score",
    "Source of weights, how variants were chosen and tuned, how people were scored",
  ],
  [
    "Development",
    "modelType",
    "Type of model",
    "The regression or other model, absolute or relative risk, time horizon",
  ],
  [
    "Development",
    "integratedModel",
    "Model with other variables",
    "How score and other variables are combined, and on whom that was fitted",
  ],
  [
    "Evaluation",
    "distribution",
    "Distribution of the score",
    "Centre and spread, by group and between cases and controls",
  ],
  [
    "Evaluation",
    "predictiveAbility",
    "Predictive ability",
    "Effect per SD or by stratum, variance explained, with intervals, with and without covariates",
  ],
  [
    "Evaluation",
    "discrimination",
    "Discrimination",
    "AUC or C-index, with intervals, with and without the score",
  ],
  [
    "Evaluation",
    "calibration",
    "Calibration",
    "Agreement of predicted and observed risks in people not used for fitting",
  ],
  [
    "Evaluation",
    "subgroups",
    "Subgroups",
    "The same measures by ancestry, sex, age or other groups",
  ],
  [
    "Interpretation",
    "interpretation",
    "Interpretation",
    "What the numbers mean beside what was known before",
  ],
  [
    "Interpretation",
    "limitations",
    "Limitations",
    "What weakens the results: data, design, methods",
  ],
  [
    "Interpretation",
    "generalisability",
    "Generalisability",
    "Populations and settings to which they extend or do not",
  ],
  [
    "Interpretation",
    "intendedUses",
    "Intended uses",
    "Who may use the score, for what, and what is needed first",
  ],
  [
    "Availability",
    "availability",
    "Availability",
    "Where weights, code and data are: PGS Catalog, repository, conditions",
  ],
] as const;

export type ReportingItem = (typeof REPORTING_ITEMS)[number][1];
