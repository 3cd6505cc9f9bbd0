export {
  Instruments,
  type InstrumentColumns,
  type RemovedInstrumentColumns,
} from "./instruments-table.ts";
export {
  instruments,
  type InstrumentOptions,
  type PanelClumping,
  type WindowClumping,
} from "./instruments.ts";
export { type CisRegion } from "./cis-region.ts";
