export {
  Instruments,
  type InstrumentColumns,
  type RemovedInstrumentColumns,
} from "./instruments-table.ts";
