export { summarise } from "./dataset-summary.ts";
export { SummaryView } from "./summary-view.tsx";
