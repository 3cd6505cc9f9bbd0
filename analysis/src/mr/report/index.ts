export { MrReport, report } from "./report.ts";
export type { ReportGap } from "./report.ts";
export type { ReportOptions, StudyDescription } from "./report-options.ts";
