export { type AssociationOptions } from "./association-options.ts";
export { type EffectAlleleChoice } from "./effect-allele.ts";
export { explainErrorCode, type ErrorCode } from "./error-codes.ts";
export { GwasResult, type AssociationColumns } from "./gwas-result.ts";
export { lambdaGC, type LambdaGCOptions } from "./lambda-gc.ts";
export { linear, type LinearColumns, type ManyTraitsOptions, type WithReport } from "./linear.ts";
export type { ReportColumns, ReportOptions } from "./linear-report.ts";
export { logistic, type LogisticColumns } from "./logistic.ts";
export { ManyTraitsResult, type TraitSummaryColumns } from "./many-traits-result.ts";
