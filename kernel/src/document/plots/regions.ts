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

/** As much of the library as regions need; versions before regional plots have less. */
interface RegionalPlots {
  readonly leadVariants: (
    table: object,
    options: object,
  ) => {
    readonly columns: Readonly<Record<string, ArrayLike<unknown>>>;
    readonly rowCount: number;
  };
  readonly regional?: (table: object, options: object) => Promise<object>;
}

/**
 * Regional plots of the strongest loci of a Manhattan plot: those that the plot carries in
 * `usermeta.genobook.regions`, or else made of the rows that it draws, without LD.
 *
 * @param most - loci
 */
export async function regionsOf(
  { spec, description }: PlotOutput,
  most: number,
): Promise<readonly PlotRegion[]> {
  const carried = (description as { regions?: unknown } | undefined)?.regions;
  if (Array.isArray(carried)) return carried.filter(isRegion).slice(0, most);
  if (description?.kind !== "manhattan" || most === 0) return [];
  const { plot, Table } = await import("@genobook/analysis");
  const { leadVariants, regional } = plot as unknown as RegionalPlots;
  if (regional === undefined) return [];
  const table = new Table(columnsOf(rowsOf(spec)));
  const leads = leadVariants(table, {});
  const regions: PlotRegion[] = [];
  for (let row = 0; row < Math.min(most, leads.rowCount); row++) {
    const at = Number(leads.columns["basePairLocation"]![row]);
    const place = {
      chromosome: Number(leads.columns["chromosome"]![row]),
      from: Math.max(1, at - WINDOW_BP),
      to: at + WINDOW_BP,
    };
    const lead = leads.columns["variantId"]![row] as string;
    const made = (await regional(table, {
      ...place,
      variant: lead,
      ld: "none",
      ...(description.dataset !== undefined && { dataset: description.dataset }),
    })) as Spec;
    regions.push({ ...place, lead, spec: made });
  }
  return regions;
}

/** The description of a regional plot, which links it with the others. */
export function regionDescription({ spec }: PlotRegion): PlotDescription | undefined {
  const { usermeta } = spec;
  return isRecord(usermeta) ? (usermeta["genobook"] as PlotDescription | undefined) : undefined;
}

const NUMBERS = ["negLog10PValue", "beta", "standardError"] as const;

function columnsOf(
  rows: readonly Row[],
): Record<string, readonly string[] | Float64Array | Int32Array> {
  const numbers = (name: string): Float64Array =>
    Float64Array.from(rows, (row) => (typeof row[name] === "number" ? row[name] : NaN));
  const present = NUMBERS.filter((name) => rows.some((row) => typeof row[name] === "number"));
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
