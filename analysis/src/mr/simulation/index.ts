export { simulate } from "./simulate.ts";
export type { MrTruthColumns, SimulatedStudies, SimulateOptions } from "./simulate.ts";
export type { Role, Scenario } from "./scenarios.ts";
