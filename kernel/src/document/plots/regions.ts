import type { PlotDescription } from "../../messages.ts";
import { isRecord } from "../notebook.ts";
import { type PlotOutput, type Row, rowsOf, type Spec } from "./plot-of-output.ts";

/** A regional plot that was computed before the document was written, as nobody will be there to ask. */
export interface PlotRegion {
  /** Id of the lead variant. */
  readonly lead: string;
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
  readonly spec: Spec;
}

const WINDOW_BP = 500_000;

interface Place {
  /** 1–25. */
  readonly chromosome: number;
  readonly from: number;
  readonly to: number;
}

export type OpenRegion = (plotId: string, place: Place) => Promise<Spec | undefined>;

export interface RegionsOptions {
  /** Loci. */
  readonly most: number;
  readonly open?: OpenRegion | undefined;
}

/**
 * Regional plots of the strongest loci of a Manhattan plot: those that the plot carries in `usermeta.genobook.regions`, or
 * what the session draws, or else what the plot's own rows give, without LD.
 */
export async function regionsOf(
  { spec, description }: PlotOutput,
  { most, open }: RegionsOptions,
): Promise<readonly PlotRegion[]> {
  const carried = (description as { regions?: unknown } | undefined)?.regions;
  if (Array.isArray(carried)) return carried.filter(isRegion).slice(0, most);
  if (description?.kind !== "manhattan") return [];
  const { plot, Table } = await import("@genobook/analysis");
  const table = new Table(columnsOf(rowsOf(spec)));
  const leads = plot.leadVariants(table);
  const regions: PlotRegion[] = [];
  for (let row = 0; row < Math.min(most, leads.rowCount); row++) {
    const { variantId, chromosome, basePairLocation } = leads.columns;
    const at = basePairLocation[row]!;
    const lead = variantId[row]!;
    const place = {
      chromosome: chromosome[row]!,
      from: Math.max(1, at - WINDOW_BP),
      to: at + WINDOW_BP,
    };
    const opened = await open?.(description.id, place);
    const { dataset } = description;
    const own = async (): Promise<Spec> =>
      withoutAdvice({ ...(await plot.regional(table, { ...place, ld: "none", dataset })) });
    regions.push({ ...place, lead, spec: opened ?? (await own()) });
  }
  return regions;
}

/** Readers of a document cannot give LD; what they can know is which variants these are. */
function withoutAdvice(spec: Spec): Spec {
  const { title } = spec;
  if (!isRecord(title) || !Array.isArray(title["subtitle"])) return spec;
  const subtitle = title["subtitle"].map((line) =>
    typeof line === "string" && line.startsWith("No LD")
      ? "Those variants that the plot above shows; without LD"
      : (line as unknown),
  );
  return { ...spec, title: { ...title, subtitle } };
}

/** The description of a regional plot, which links it with the others. */
export function regionDescription({ spec }: PlotRegion): PlotDescription | undefined {
  const { usermeta } = spec;
  return isRecord(usermeta) ? (usermeta["genobook"] as PlotDescription | undefined) : undefined;
}

function columnsOf(rows: readonly Row[]): {
  readonly variantId: readonly string[];
  readonly chromosome: Int32Array;
  readonly basePairLocation: Int32Array;
  readonly [number: string]: readonly string[] | Int32Array | Float64Array;
} {
  const present = ["negLog10PValue", "beta", "standardError"].filter((name) =>
    rows.some((row) => typeof row[name] === "number"),
  );
  const numbers = (name: string): Float64Array =>
    Float64Array.from(rows, (row) => (typeof row[name] === "number" ? row[name] : NaN));
  return {
    variantId: rows.map((row) => (typeof row["variantId"] === "string" ? row["variantId"] : "")),
    chromosome: Int32Array.from(rows, (row) => Number(row["chromosome"])),
    basePairLocation: Int32Array.from(rows, (row) => Number(row["basePairLocation"])),
    ...Object.fromEntries(present.map((name) => [name, numbers(name)])),
  };
}

function isRegion(value: unknown): value is PlotRegion {
  return (
    isRecord(value) &&
    typeof value["lead"] === "string" &&
    ["chromosome", "from", "to"].every((name) => typeof value[name] === "number") &&
    isRecord(value["spec"])
  );
}
