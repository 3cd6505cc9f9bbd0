import { tableHtml, tableText } from "../../table-display.ts";
import type { Instruments } from "./instruments-table.ts";

function sentences(instruments: Instruments): string[] {
  const { exposure, rowCount, totalR2, removed, notices } = instruments;
  const counted = `${rowCount} ${rowCount === 1 ? "instrument" : "instruments"} of ${exposure.name}`;
  const strength =
    rowCount === 0
      ? ""
      : `: mean F ${digits(instruments.meanF)}, least ${digits(instruments.minimumF)}${Number.isNaN(totalR2) ? "" : `; R² ${digits(100 * totalR2)} %`}`;
  const steps = new Map<string, number>();
  for (const step of removed.columns.step) steps.set(step, (steps.get(step) ?? 0) + 1);
  const left = [...steps].map(([step, count]) => `${step} ${count}`);
  return [
    counted + strength,
    ...(left.length > 0
      ? [`Strong variants that were left out at each step: ${left.join(", ")}.`]
      : []),
    ...notices,
  ];
}

export function instrumentsText(instruments: Instruments): string {
  return [...sentences(instruments), "", tableText(instruments)].join("\n");
}

export function instrumentsHtml(instruments: Instruments): string {
  const [first, ...rest] = sentences(instruments);
  const lines = rest.map((line) => `<div><small>${escapeHtml(line)}</small></div>`).join("");
  return `<div><b>${escapeHtml(first)}</b></div>${lines}${tableHtml(instruments)}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
