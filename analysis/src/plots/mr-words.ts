import { InvalidArgumentError } from "../errors.ts";
import type { MethodEstimate } from "./mr-estimates.ts";
import type { HarmonisedTable, MrPlotTrait } from "./mr-tables.ts";
import { intervalText } from "./plot-numbers.ts";

/** Names of an analysis, as titles and axes say them. */
export interface MrNames {
  readonly exposure: string;
  readonly outcome: string;
  /** `SD of height`; just the name when the unit is unknown. */
  readonly exposureUnit: string | undefined;
  readonly outcomeUnit: string | undefined;
}

export interface MrNameOptions {
  /** Name of the exposure for title and axes. Taken from the table when absent. */
  readonly exposure?: string | undefined;
  /** Name of the outcome for title and axes. Taken from the table when absent. */
  readonly outcome?: string | undefined;
}

export interface EffectScaleOptions {
  /** Whether effects are shown as odds ratios on a log axis; by default where the outcome's unit is `log odds`. */
  readonly oddsRatio?: boolean | undefined;
}

/** Names come from the options, else from the table, its first row or its provenance. */
export function namesOf(table: HarmonisedTable, options: MrNameOptions): MrNames {
  const exposure = traitOf(table, "exposure");
  const outcome = traitOf(table, "outcome");
  return {
    exposure: options.exposure ?? (exposure.name || "the exposure"),
    outcome: options.outcome ?? (outcome.name || "the outcome"),
    exposureUnit: exposure.unit,
    outcomeUnit: outcome.unit,
  };
}

/** The trait that all rows share, by property, column or provenance. */
function traitOf(table: HarmonisedTable, role: "exposure" | "outcome"): MrPlotTrait {
  const own = table[role];
  if (typeof own === "object" && own !== null) return own;
  const column: ArrayLike<unknown> | undefined = table.columns[role];
  const said = table.provenance?.[role];
  const unit = table.provenance?.[`${role}Unit`];
  const first = column?.[0];
  const shared =
    typeof first === "string" && Array.from(column ?? []).every((name) => name === first);
  return {
    name: typeof own === "string" ? own : typeof said === "string" ? said : shared ? first : "",
    unit: typeof unit === "string" && unit !== "" ? unit : undefined,
  };
}

/** @throws InvalidArgumentError */
export function showsOddsRatios(names: MrNames, { oddsRatio }: EffectScaleOptions): boolean {
  if (oddsRatio !== undefined && typeof oddsRatio !== "boolean") {
    throw new InvalidArgumentError("oddsRatio", {
      what: "oddsRatio is neither true nor false.",
      why: "It says whether log odds are shown as odds ratios.",
      remedy: "Use { oddsRatio: true } where the outcome is binary.",
    });
  }
  return oddsRatio ?? /log[\s_-]*odds|\blog\s*OR\b/i.test(names.outcomeUnit ?? "");
}

/** `LDL cholesterol → coronary heart disease`. */
export function pathWords({ exposure, outcome }: MrNames): string {
  return `${exposure} → ${outcome}`;
}

/** `Effect on height (SD per effect allele)`. */
export function alleleEffectTitle(name: string, unit: string | undefined): string {
  return `Effect on ${name} (${unit === undefined ? "" : `${unit} `}per effect allele)`;
}

/** Title of an axis of causal effects, in two lines: drawings can be narrow. */
export function causalEffectTitle(names: MrNames, oddsRatio: boolean): readonly string[] {
  const per = `per ${names.exposureUnit ?? "unit"} of ${names.exposure}`;
  if (oddsRatio) return [`Odds ratio of ${names.outcome}`, per];
  const unit = names.outcomeUnit === undefined ? "" : ` (${names.outcomeUnit})`;
  return [`Effect on ${names.outcome}${unit}`, per];
}

type EffectInterval = Pick<MethodEstimate, "beta" | "ciLower" | "ciUpper"> & {
  readonly confidence?: number;
};

/** `2.83 (95 % CI 1.8 to 3.87)`, or its odds ratio. */
export function effectText(
  { beta, ciLower, ciUpper, confidence = 0.95 }: EffectInterval,
  oddsRatio: boolean,
): string {
  const [estimate, lower, upper] = [beta, ciLower, ciUpper].map((value) =>
    oddsRatio ? Math.exp(value) : value,
  );
  return `${oddsRatio ? "odds ratio " : ""}${intervalText(estimate, lower, upper, confidence)}`;
}

/** `Inverse variance weighted 2.83 (95 % CI …); the 4 other methods agree in sign`. */
export function estimatesFinding(
  drawn: readonly MethodEstimate[],
  oddsRatio: boolean,
): string | undefined {
  if (drawn.length === 0) return undefined;
  const [first, ...others] = drawn;
  const finding = `${first.name} ${effectText(first, oddsRatio)}`;
  if (others.length === 0) return finding;
  const opposite = others.filter(({ beta }) => beta * first.beta < 0).length;
  const rest = `the ${others.length === 1 ? "other method" : `${others.length} other methods`}`;
  if (opposite > 0) return `${finding}; ${opposite} of ${rest} with the opposite sign`;
  return `${finding}; ${rest} ${others.length === 1 ? "agrees" : "agree"} in sign`;
}
