import type { SessionVariable } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";

/** What a variable is, in a word or two. */
export function kindText(kind: SessionVariable["kind"], trans: TranslationBundle): string {
  switch (kind) {
    case "genotypes":
      return trans.__("Genotypes");
    case "people":
      return trans.__("People");
    case "summary-statistics":
      return trans.__("Summary statistics");
    case "associations":
      return trans.__("Associations");
    case "weights":
      return trans.__("Scoring file");
    case "scores":
      return trans.__("Scores of people");
    case "ld-panel":
      return trans.__("LD panel");
    case "relationship-matrix":
      return trans.__("Relationship matrix");
    case "table":
      return trans.__("Table");
    case "result":
      return trans.__("Result");
    case "plot":
      return trans.__("Plot");
    case "numbers":
      return trans.__("Numbers");
  }
}

/** Variants × samples, or rows × columns, as digits; in words when there is one number alone; "" when there is none. */
export function extentText(variable: SessionVariable, trans: TranslationBundle): string {
  const { variants, samples, rows, columns } = variable;
  const sizes =
    variants !== undefined || samples !== undefined ? [variants, samples] : [rows, columns];
  const known = sizes.filter((size) => size !== undefined);
  const number = new Intl.NumberFormat();
  return known.length === 2
    ? known.map((size) => number.format(size)).join(" × ")
    : extentWords(variable, trans);
}

/** The same in words. */
export function extentWords(variable: SessionVariable, trans: TranslationBundle): string {
  const { variants, samples, rows, columns, kind } = variable;
  const number = new Intl.NumberFormat();
  const parts: string[] = [];
  if (variants !== undefined) {
    parts.push(trans._n("%2 variant", "%2 variants", variants, number.format(variants)));
  }
  if (samples !== undefined) {
    parts.push(trans._n("%2 sample", "%2 samples", samples, number.format(samples)));
  }
  if (parts.length === 0 && rows !== undefined) {
    parts.push(
      kind === "numbers"
        ? trans._n("%2 value", "%2 values", rows, number.format(rows))
        : trans._n("%2 row", "%2 rows", rows, number.format(rows)),
    );
    if (columns !== undefined) {
      parts.push(trans._n("%2 column", "%2 columns", columns, number.format(columns)));
    }
  }
  return parts.join(" × ");
}
