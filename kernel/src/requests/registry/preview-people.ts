import type { DatasetPreview, PersonColumn } from "../../messages.ts";
import { FEWEST_PEOPLE, personColumn } from "./person-column.ts";
import { type Library, type Looking, taskOf } from "./preview-parts.ts";

/** Traits and covariates of people: what each column is and how many have it. No row and no value of a person. */
export async function previewPeople(
  { data }: Library,
  path: string,
  names: readonly string[],
  looking: Looking,
): Promise<DatasetPreview> {
  if (!looking.isEvery) {
    return {
      ...NOTHING,
      basis: { seen: 0, total: null, unit: "rows", isEvery: false },
      columns: names.map((name) => ({ name, meaning: "" })),
    };
  }
  const { count, columns, notices, familyId } = await data.phenotypes(path, taskOf(looking));
  const id: PersonColumn = { type: "id", isCovariate: false, known: count, missingShare: 0 };
  const ids = familyId === undefined ? ["IID"] : ["FID", "IID"];
  return {
    ...NOTHING,
    basis: { seen: count, total: count, unit: "rows", isEvery: true },
    quality: [{ name: "people", value: count, as: "count" }],
    columns: [
      ...ids.map((name) => ({ name, meaning: "", people: id })),
      ...Object.entries(columns).map(([name, values]) => ({
        name,
        meaning: "",
        people: personColumn(name, values),
      })),
    ],
    // These name lines and counts of few people.
    notices: notices.length === 0 || count < FEWEST_PEOPLE ? [] : notices.map(withoutCounts),
  };
}

const NOTHING: DatasetPreview = {
  columns: [],
  quality: [],
  refused: [],
  strips: [],
  facts: [],
  header: [],
  rows: [],
  notices: [],
};

/** `height: 3 values −9 are taken as missing` tells how many of few people. */
function withoutCounts(notice: string): string {
  return notice.replace(/: \d values/, ": some values").replace(/ \(first text on line \d+\)/, "");
}
