import { negLog10OfText } from "./p-value.ts";
import {
  chromosomeField,
  numberField,
  positionField,
  textField,
  type Field,
  type ReadPlan,
} from "./fields.ts";

/** How the columns of `plink2 --glm` become ours. Only rows of the additive test are kept. */
export function plink2Plan(header: readonly string[]): ReadPlan {
  const at = (name: string): number => header.indexOf(name);
  const [ref, alt, a1, omitted] = ["REF", "ALT", "A1", "OMITTED"].map(at);
  const other = (fields: readonly string[]): string =>
    omitted >= 0 ? fields[omitted] : fields[a1] === fields[alt] ? fields[ref] : fields[alt];
  const fields: Field[] = [
    { column: "variantId", type: "text", read: (row) => textField(row[at("ID")]) },
    { column: "chromosome", type: "uint8", read: (row) => chromosomeField(row[0]) },
    { column: "basePairLocation", type: "int32", read: (row) => positionField(row[1]) },
    { column: "effectAllele", type: "text", read: (row) => row[a1] },
    { column: "otherAllele", type: "text", read: other },
    {
      column: "refAllele",
      type: "text",
      read: (row) => (row[a1] === row[ref] ? "EA" : other(row) === row[ref] ? "OA" : ""),
    },
  ];
  const numbers: readonly (readonly [string, string])[] = [
    ["A1_FREQ", "effectAlleleFrequency"],
    ["OBS_CT", "n"],
    ["BETA", "beta"],
    ["OR", "oddsRatio"],
    ["SE", "standardError"],
    ["LOG(OR)_SE", "standardError"],
    ["T_STAT", "statistic"],
    ["Z_STAT", "statistic"],
    ["T_OR_F_STAT", "statistic"],
  ];
  for (const [theirs, ours] of numbers) {
    const index = at(theirs);
    if (index < 0) continue;
    fields.push({ column: ours, type: "float64", read: (row) => numberField(row[index]) });
  }
  fields.push({ column: "negLog10PValue", type: "float64", read: negLog10Reader(header) });
  const error = at("ERRCODE");
  if (error >= 0) fields.push({ column: "errorCode", type: "text", read: (row) => row[error] });
  const test = at("TEST");
  return { fields, ...(test >= 0 ? { isKept: (row) => row[test] === "ADD" } : {}) };
}

function negLog10Reader(header: readonly string[]): (fields: readonly string[]) => number {
  const p = header.indexOf("P");
  if (p >= 0) return (row) => (row[p] === "NA" ? NaN : negLog10OfText(row[p]));
  const log = header.findIndex((name) => name === "LOG10_P" || name === "NEG_LOG10_P");
  // PLINK 2.00a3.5 prints −log10 under the name LOG10_P.
  return (row) => numberField(row[log]);
}
