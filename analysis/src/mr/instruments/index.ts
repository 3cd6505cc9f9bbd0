export {
  Instruments,
  type InstrumentColumns,
  type RemovedInstrumentColumns,
} from "./instruments-table.ts";
export { instruments } from "./instruments.ts";
export type { InstrumentOptions, PanelClumping, WindowClumping } from "./instrument-options.ts";
export { type CisRegion } from "./cis-region.ts";
