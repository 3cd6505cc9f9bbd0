import { COLUMNS } from "../columns.ts";
import { negLog10OfText } from "./p-value.ts";
import {
  chromosomeField,
  numberField,
  positionField,
  textField,
  type Field,
  type ReadPlan,
} from "./fields.ts";

/** How the columns of a GWAS-SSF file become ours; columns that the standard does not name keep their names. */
export function ssfPlan(header: readonly string[]): ReadPlan {
  const ours = new Map(Object.entries(COLUMNS).map(([name, { ssf }]) => [ssf, name]));
  const fields: Field[] = [];
  const hasLog = header.includes("neg_log_10_p_value");
  header.forEach((theirs, index) => {
    const column = ours.get(theirs) ?? camelCase(theirs);
    switch (column) {
      case "chromosome":
        fields.push({ column, type: "uint8", read: (row) => chromosomeField(row[index]) });
        break;
      case "basePairLocation":
        fields.push({ column, type: "int32", read: (row) => positionField(row[index]) });
        break;
      case "pValue":
        if (hasLog) break;
        fields.push({
          column: "negLog10PValue",
          type: "float64",
          read: (row) =>
            row[index] === "#NA" || row[index] === "NA" ? NaN : negLog10OfText(row[index]),
        });
        break;
      default:
        if (COLUMNS[column]?.type === "text" || !(column in COLUMNS)) {
          fields.push({ column, type: "text", read: (row) => textField(row[index]) });
        } else {
          fields.push({ column, type: "float64", read: (row) => numberField(row[index]) });
        }
    }
  });
  if (!header.includes("variant_id")) {
    const [chromosome, position, effect, other] = [
      "chromosome",
      "base_pair_location",
      "effect_allele",
      "other_allele",
    ].map((name) => header.indexOf(name));
    fields.unshift({
      column: "variantId",
      type: "text",
      read: (row) => `${row[chromosome]}_${row[position]}_${row[other]}_${row[effect]}`,
    });
  }
  if (!header.includes("standard_error")) {
    fields.push({ column: "standardError", type: "float64", read: () => NaN });
  }
  return { fields };
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
