import type { Seen } from "../words/words.ts";
import { isPersonCount, isPersonId } from "./person-columns.ts";
import { type Concern, type GateLimits, isSmall, judgeTable } from "./judge-table.ts";
import { textTables } from "./text-tables.ts";

const PEOPLE_WORDS =
  "people|persons|person|samples|individuals|participants|patients|cases|controls|carriers|women|men|females|males|probands";
const COUNTED = new RegExp(String.raw`(?<![\d.,:])(\d[\d,]*) (?:${PEOPLE_WORDS})\b`, "gi");

/** `diabetes  1: 1306, 2: 194`: categories and how many people are in each. */
const CATEGORIES = /^\s+\S+\s+\S+: \d[\d,]*(?:, \S+: \d[\d,]*)+/gm;
/** `{ cases: 3 }` */
const PROPERTY = /['"]?([\p{L}_][\p{L}\p{N}_ ]*)['"]?\s*:\s*['"]?(\d[\d,_]*)\b/gu;
/** `individualId: 'I12'`; also in JSON. */
const NAMED = /['"]?(\p{L}[\p{L}\p{N}_]*)['"]?\s*:\s*(?:\[\s*)?['"\d]/gu;
/** Family, person, parents, sex and trait: a line of a .fam or .ped file. */
const FAM_LINE =
  /^\S+[ \t]+\S+[ \t]+(?:0|[A-Za-z]\S*)[ \t]+(?:0|[A-Za-z]\S*)[ \t]+[012][ \t]+(?:-9|[012]|-?\d+\.\d+)(?:$|[ \t]+[ACGT0][ \t])/m;
const VCF_HEAD = /^#CHROM\tPOS\t.*\tFORMAT\t\S/m;
/** An array as Node prints it: its length, or what it shows and "… more items". */
const ARRAY = /\b(?:Uint8|Int8|Uint16|Int16|Uint32|Int32|Float32|Float64)?Array\((\d+)\) \[/g;
const LONG_LIST = /\.\.\. (\d+) more items?/g;
/** Node prints so many items of a long list. */
const PRINTED_ITEMS = 100;

/** Looks for people and small counts in what a cell printed. */
export function judgeText(text: string, limits: GateLimits): Concern[] {
  const concerns = textTables(text).flatMap((table) => judgeTable(table, limits));
  const people = (seen: Seen): unknown => concerns.push({ rule: "people", seen });
  if (FAM_LINE.test(text)) people({ kind: "pedigree lines" });
  if (VCF_HEAD.test(text)) people({ kind: "names in VCF" });
  const named = [...text.matchAll(NAMED)].find(([, name]) => isPersonId(name!));
  if (named) people({ kind: "id values", name: named[1]! });
  const lengths = [
    ...[...text.matchAll(ARRAY)].map(([, length]) => Number(length)),
    ...[...text.matchAll(LONG_LIST)].map(([, more]) => PRINTED_ITEMS + Number(more)),
  ];
  if (lengths.some((length) => limits.cohortSizes.has(length)))
    people({ kind: "list of a cohort" });
  if (hasSmallCount(text, limits.smallestCount))
    concerns.push({
      rule: "small count",
      seen: { kind: "small count in text", smallest: limits.smallestCount },
    });
  return concerns;
}

function hasSmallCount(text: string, smallest: number): boolean {
  const counted = [...text.matchAll(COUNTED)].map(([, count]) => count!);
  const categories = [...text.matchAll(CATEGORIES)].flatMap(([line]) =>
    [...line.matchAll(/: (\d[\d,]*)/g)].map(([, count]) => count!),
  );
  const properties = [...text.matchAll(PROPERTY)]
    .filter(([, name]) => isPersonCount(name!))
    .map(([, , count]) => count!);
  return [...counted, ...categories, ...properties].some((count) =>
    isSmall(count.replace(/,$/, ""), smallest),
  );
}
