import { freeName } from "../insert/dataset-code.ts";
import { callArguments, splitTopLevel } from "./source-scan.ts";

const DEFAULT_NAME = "harmonised";
const LONGEST_LINE = 60;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What makes the table that a plot draws, where it does not draw the harmonised data themselves. */
const DERIVATIONS: Readonly<Record<string, string>> = {
  mrLeaveOneOut: "mr.leaveOneOut",
  mrRadial: "mr.radial",
  mrForest: "mr.singleVariant",
};

export interface ExclusionOptions {
  readonly variantId: string;
  /** `mrScatter`. */
  readonly kind: string;
  /** The plot's own call, from which one tells harmonised data from a table made of them. */
  readonly code?: string | undefined;
  /** Source of the cell that made the plot; "" when unknown. */
  readonly source: string;
  /** Source of the notebook's code cells, in which the plot's tables are declared. */
  readonly cells: readonly string[];
}

/**
 * The cell that leaves a variant out and draws the plot again. Names of variables, and options of the estimates, are
 * those of the cells that made the plot; nothing but plain names is taken over from an output.
 */
export function exclusionCode(options: ExclusionOptions): string {
  const { variantId, kind, source, cells } = options;
  const [subject = "", settings] = callArguments(source, `plot.${kind}`)[0] ?? [];
  const isDirect =
    !(kind in DERIVATIONS) || (options.code ?? "").startsWith(`plot.${kind}(harmonised`);
  const derived = isDirect ? undefined : derivation(subject, kind, cells);
  const named = isDirect ? subject : (derived?.subject ?? "");
  const harmonised = NAME.test(named) ? named : declaredHarmonised(cells);
  const name = freeName(nameWithout(harmonised, variantId), cells);
  const table = derived === undefined ? name : callText(derived.call, name, derived.settings);
  const drawn = settings === undefined ? undefined : newSettings(settings, name, cells);
  return [
    `const ${name} = ${harmonised}.without(${JSON.stringify(variantId)});`,
    `plot.${kind}(${[table, drawn].filter((part) => part !== undefined).join(", ")})`,
  ].join("\n");
}

/** `harmonisedWithoutRs123`, then `harmonisedWithoutRs123AndRs9`. */
function nameWithout(harmonised: string, variantId: string): string {
  const id = variantId.replaceAll(/[^\p{L}\p{N}_]+/gu, "_");
  const word = id.slice(0, 1).toUpperCase() + id.slice(1);
  return `${harmonised}${/Without/.test(harmonised) ? "And" : "Without"}${word}`;
}

function declaredHarmonised(cells: readonly string[]): string {
  const pattern = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*(?:await\s+)?mr\.harmonise\s*\(/gu;
  const names = cells.flatMap((cell) => Array.from(cell.matchAll(pattern), ([, name]) => name!));
  return names.at(-1) ?? DEFAULT_NAME;
}

interface Derivation {
  readonly call: string;
  /** The harmonised data that it was made of; "" when unknown. */
  readonly subject: string;
  readonly settings: readonly string[];
}

/** How the plotted table was made: in the plot's call itself, or where its name is declared. */
function derivation(subject: string, kind: string, cells: readonly string[]): Derivation {
  const usual = DERIVATIONS[kind]!;
  const sources = NAME.test(subject) ? declarations(subject, cells) : [subject];
  for (const source of sources.toReversed()) {
    const [found] = callArguments(source, usual);
    if (found !== undefined)
      return { call: usual, subject: found[0] ?? "", settings: found.slice(1) };
  }
  return { call: usual, subject: "", settings: [] };
}

/** What stands right of `name =`, in each cell that has it. */
function declarations(name: string, cells: readonly string[]): string[] {
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_$.])${name.replaceAll("$", "\\$")}\\s*=(?!=|>)`,
    "gu",
  );
  return cells.flatMap((cell) =>
    Array.from(cell.matchAll(pattern), (match) => cell.slice(match.index + match[0].length)),
  );
}

/** The plot's options, with estimates made anew: those of all variants would draw the old lines. */
function newSettings(
  settings: string,
  harmonised: string,
  cells: readonly string[],
): string | undefined {
  if (!settings.startsWith("{") || !settings.endsWith("}")) return undefined;
  const entries = splitTopLevel(settings.slice(1, -1)).map((entry) => {
    if (!/^estimates(\s*:|$)/.test(entry)) return entry;
    const given = entry.replace(/^estimates\s*:?\s*/, "") || "estimates";
    const sources = NAME.test(given) ? declarations(given, cells) : [given];
    const made = sources
      .flatMap((source) => callArguments(source, "mr.estimate").slice(0, 1))
      .at(-1);
    return `estimates: ${callText("mr.estimate", harmonised, made?.slice(1) ?? [])}`;
  });
  if (entries.length === 0) return undefined;
  const line = `{ ${entries.join(", ")} }`;
  return line.length <= LONGEST_LINE
    ? line
    : `{\n${entries.map((entry) => `  ${entry},\n`).join("")}}`;
}

function callText(call: string, subject: string, settings: readonly string[]): string {
  return `${call}(${[subject, ...settings].join(", ")})`;
}
