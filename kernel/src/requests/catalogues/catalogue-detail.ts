import type { CatalogueDetail, PageRequests } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";

const MOST_FACTS = 24;
const LONGEST_VALUE = 400;
/** Fields that the card has places of their own for. */
const TOLD_ELSEWHERE = ["licence", "publication", "sources", "notices", "folder", "files", "kind"];

/** The record of an entry; while the network is off, as it was kept. */
export async function catalogueDetail(
  { catalogue, entry, isOn }: PageRequests["catalogues.detail"]["asks"],
  context: RequestContext,
): Promise<CatalogueDetail> {
  const { catalogues } = await libraryOf(context);
  catalogues.network({ on: isOn });
  const asked = catalogues[catalogue];
  const record = await asked.detail(entry, { signal: context.signal });
  const fields = record as unknown as Readonly<Record<string, unknown>>;
  const { sources, notices } = record;
  return {
    facts: Object.entries(fields)
      .filter(([name]) => !TOLD_ELSEWHERE.includes(name))
      .map(([name, value]) => ({ name, value: factText(value) }))
      .filter(({ value }) => value !== "")
      .slice(0, MOST_FACTS),
    licence: factText(fields["licence"]) || asked.licence,
    citation: [factText(fields["publication"]), asked.citation].filter(Boolean).join(" "),
    release: sources.find(({ release }) => release !== "")?.release ?? "",
    fetched: sources.map(({ fetched }) => fetched).sort()[0] ?? "",
    served: [...new Set(sources.map(({ served }) => served))],
    notices,
  };
}

/** Texts, numbers and lists of texts; "" for all else. */
export function factText(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? value.toLocaleString("en-US") : "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = Array.isArray(value)
    ? value.filter((part) => typeof part === "string").join(", ")
    : typeof value === "string"
      ? value
      : "";
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
