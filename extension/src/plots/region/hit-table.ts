import type { RegionHit } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { pText } from "./region-text.ts";

export interface HitTableOptions {
  readonly trans: TranslationBundle;
  readonly pick: (variantId: string) => void;
}

type Column = readonly [title: string, text: (hit: RegionHit) => string | undefined];

/** The region's strongest variants; their names pick them in all plots. */
export function hitTable(
  hits: readonly RegionHit[],
  { trans, pick }: HitTableOptions,
): HTMLElement {
  const number = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
  const show = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : number.format(value);
  const distance = (hit: RegionHit): string | undefined => {
    if (!hit.nearestGene || hit.geneDistance === undefined) return hit.nearestGene;
    if (hit.geneDistance === 0) return hit.nearestGene;
    return trans.__("%1 (%2 kb away)", hit.nearestGene, number.format(hit.geneDistance / 1000));
  };
  const all: readonly Column[] = [
    [trans.__("Position"), ({ place }) => place],
    [trans.__("Alleles"), ({ alleles }) => alleles],
    [trans.__("P"), ({ negLog10PValue }) => pText(negLog10PValue)],
    [trans.__("Beta"), ({ beta }) => show(beta)],
    [trans.__("Odds ratio"), ({ oddsRatio }) => show(oddsRatio)],
    [trans.__("Hazard ratio"), ({ hazardRatio }) => show(hazardRatio)],
    [trans.__("r²"), ({ r2 }) => show(r2)],
    [trans.__("Set"), ({ set }) => show(set)],
    [trans.__("PIP"), ({ pip }) => show(pip)],
    [trans.__("Nearest gene"), distance],
  ];
  const columns = all.filter(([, text]) => hits.some((hit) => text(hit) !== undefined));
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.textContent = trans._n(
    "The strongest variant of the region",
    "The %1 strongest variants of the region",
    hits.length,
  );
  const head = table.createTHead().insertRow();
  for (const title of [trans.__("Variant"), ...columns.map(([name]) => name)]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const hit of hits) {
    const row = body.insertRow();
    if (hit.variantId !== undefined) row.dataset["variantId"] = hit.variantId;
    const name = document.createElement("th");
    name.scope = "row";
    name.append(nameOf(hit, { trans, pick }));
    row.append(name);
    for (const [, text] of columns) row.insertCell().textContent = text(hit) ?? "";
  }
  return table;
}

/** Marks the row of the variant that is picked in a plot; null marks none. */
export function markHit(table: HTMLElement, variantId: string | null): void {
  for (const row of table.querySelectorAll<HTMLElement>("tbody tr")) {
    const isPicked = variantId !== null && row.dataset["variantId"] === variantId;
    if (isPicked) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    row.querySelector("button")?.setAttribute("aria-pressed", String(isPicked));
  }
}

function nameOf({ variantId, place }: RegionHit, { trans, pick }: HitTableOptions): Node {
  if (variantId === undefined) return document.createTextNode(place);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jp-GenobookRegion-variant";
  button.textContent = variantId;
  button.title = trans.__("Select %1 in all plots", variantId);
  button.addEventListener("click", () => pick(variantId));
  return button;
}
