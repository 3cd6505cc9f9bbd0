import { tableHtml, tableText } from "../../table-display.ts";
import type { Harmonised } from "../harmonised.ts";

/** How many variants have each verdict, most frequent first: `27 kept; 1 ambiguous strand (rs123)`. */
function verdictSentences(harmonised: Harmonised): string[] {
  const { columns, rowCount, exposure, outcome, correlation, keptRows } = harmonised;
  const groups = new Map<string, string[]>();
  columns.verdict.forEach((verdict, row) => {
    const group = groups.get(verdict);
    if (group) group.push(columns.variantId[row]);
    else groups.set(verdict, [columns.variantId[row]]);
  });
  const isKept = (verdict: string): boolean => verdict.startsWith("kept");
  const sorted = [...groups].sort(
    ([a, x], [b, y]) => Number(isKept(b)) - Number(isKept(a)) || y.length - x.length,
  );
  const parts = sorted.map(([verdict, ids]) =>
    isKept(verdict) ? `${ids.length} ${verdict}` : `${ids.length} ${verdict} (${some(ids)})`,
  );
  const proxies = keptRows.filter((row) => columns.proxyVariantId[row] !== "").length;
  return [
    `${exposure.name} → ${outcome.name}: ${keptRows.length} of ${rowCount} ${rowCount === 1 ? "variant" : "variants"} can be used${proxies > 0 ? `, ${proxies} by a proxy` : ""}${correlation ? ", correlated" : ""}`,
    ...(rowCount > 0 ? [`${parts.join("; ")}.`] : []),
    ...harmonised.notices,
  ];
}

export function harmonisedText(harmonised: Harmonised): string {
  return [...verdictSentences(harmonised), "", tableText(shown(harmonised))].join("\n");
}

export function harmonisedHtml(harmonised: Harmonised): string {
  const [first, ...rest] = verdictSentences(harmonised);
  const lines = rest.map((line) => `<div><small>${escapeHtml(line)}</small></div>`).join("");
  return `<div><b>${escapeHtml(first)}</b></div>${lines}${tableHtml(shown(harmonised))}`;
}

/** What a reader looks at first; all columns are in the table. */
function shown({ columns, rowCount, provenance }: Harmonised): Parameters<typeof tableText>[0] {
  const { variantId, effectAllele, otherAllele, betaExposure, standardErrorExposure } = columns;
  const { betaOutcome, standardErrorOutcome, verdict, reason } = columns;
  return {
    columns: {
      variantId,
      effectAllele,
      otherAllele,
      betaExposure,
      standardErrorExposure,
      betaOutcome,
      standardErrorOutcome,
      verdict,
      reason,
    },
    rowCount,
    provenance,
  };
}

function some(ids: readonly string[]): string {
  return `${ids.slice(0, 3).join(", ")}${ids.length > 3 ? ", …" : ""}`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
