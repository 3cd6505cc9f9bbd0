import type { SampleTable } from "../io/sample-table.ts";

/** The text of a phenotype file: header, then a line a person; missing is NA, or NONE in categories. */
export function sampleRows({ familyId, individualId, columns }: SampleTable): string {
  const entries = Object.entries(columns);
  const ids = familyId ? ["#FID", "IID"] : ["#IID"];
  const lines = [[...ids, ...entries.map(([name]) => name)].join("\t")];
  for (let i = 0; i < individualId.length; i++) {
    const cells = entries.map(([, column]) => {
      const value = column[i];
      if (typeof value === "string") return value === "" ? "NONE" : value;
      return Number.isNaN(value) ? "NA" : String(value);
    });
    lines.push([...(familyId ? [familyId[i]] : []), individualId[i], ...cells].join("\t"));
  }
  return `${lines.join("\n")}\n`;
}
