export {
  correlation,
  type CorrelationColumns,
  type CorrelationOptions,
  type CorrelationTable,
} from "./correlation.ts";
export { type PairWindow } from "./variant-windows.ts";
