import { summaryChromosomeCode } from "../io/chromosome.ts";
import { NOT_LETTERS } from "./text-readers.ts";
import type { RawRows } from "./row-collector.ts";
import {
  counted,
  fileName,
  flagRows,
  rowsWhere,
  textsOf,
  type ReadingAccount,
} from "./reading-account.ts";

/** Which variant each row is of. */
export interface CompletedVariants {
  readonly variantId: readonly string[];
  readonly rsid?: readonly string[] | undefined;
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly refAllele?: readonly string[] | undefined;
}

/** Names, places and alleles of every row, from the columns that a file has for them. */
export function completeVariants(rows: RawRows, account: ReadingAccount): CompletedVariants {
  const names = textsOf(rows, "variantId") ?? textsOf(rows, "rsid");
  const parsed = needsParts(rows) && names ? partsOfNames(names) : undefined;
  const { chromosome, basePairLocation } = places(rows, parsed, account);
  const alleles = allelePairs(rows, parsed, account);
  const { effectAllele, otherAllele } = onForwardStrand(rows, lettersOf(alleles, account), account);
  for (const [column, alleleColumn] of Object.entries({ effectAllele, otherAllele })) {
    flagRows(
      rows,
      { problem: "impossible", column, reason: NOT_LETTERS },
      rowsWhere(rows.count, (i) => LETTERS.has(alleleColumn[i])),
      (i) => alleleColumn[i],
    );
  }
  flagRows(
    rows,
    { problem: "impossible", column: "otherAllele", reason: "both alleles are the same" },
    rowsWhere(rows.count, (i) => effectAllele[i] !== "" && effectAllele[i] === otherAllele[i]),
    (i) => otherAllele[i],
  );
  if (!textsOf(rows, "variantId") && !names) {
    account.derived.set("variantId", "chromosome_position_otherAllele_effectAllele");
  } else if (!textsOf(rows, "variantId")) {
    account.derived.set("variantId", `${fileName(account, "rsid")}, the only name of variants`);
  }
  if (rows.lowerCaseAlleles > 0) {
    account.notices.push(
      `${counted(rows.lowerCaseAlleles)} alleles in small letters are written in capitals.`,
    );
  }
  return {
    variantId:
      names ??
      effectAllele.map(
        (allele, i) => `${chromosome[i]}_${basePairLocation[i]}_${otherAllele[i]}_${allele}`,
      ),
    rsid: textsOf(rows, "rsid"),
    chromosome,
    basePairLocation,
    effectAllele,
    otherAllele,
    refAllele: alleles.refAllele,
  };
}

interface NameParts {
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly reference: readonly string[];
  readonly alternate: readonly string[];
  readonly count: number;
}

const NAME_PARTS =
  /^(?:chr)?(\d{1,2}|X|Y|M|MT)[:_-](\d+)(?:[:_-]([ACGTacgt]+)[:_/-]([ACGTacgt]+))?(?:$|[:_;])/;

/** What names such as `7:44383092_A_G` tell, where they do. */
function partsOfNames(names: readonly string[]): NameParts {
  const chromosome = new Uint8Array(names.length);
  const basePairLocation = new Int32Array(names.length);
  const reference: string[] = [];
  const alternate: string[] = [];
  let count = 0;
  names.forEach((name, i) => {
    const parts = NAME_PARTS.exec(name);
    reference.push(parts?.[3]?.toUpperCase() ?? "");
    alternate.push(parts?.[4]?.toUpperCase() ?? "");
    if (!parts) return;
    count++;
    chromosome[i] = summaryChromosomeCode(parts[1]);
    basePairLocation[i] = Number(parts[2]);
  });
  return { chromosome, basePairLocation, reference, alternate, count };
}

function needsParts({ columns }: RawRows): boolean {
  const hasPlace = columns.chromosome !== undefined && columns.basePairLocation !== undefined;
  return !hasPlace || columns.effectAllele === undefined;
}

function places(
  rows: RawRows,
  parsed: NameParts | undefined,
  { derived, notices }: ReadingAccount,
): Pick<CompletedVariants, "chromosome" | "basePairLocation"> {
  const chromosome = rows.columns.chromosome as Uint8Array | undefined;
  const basePairLocation = rows.columns.basePairLocation as Int32Array | undefined;
  if (chromosome && basePairLocation) return { chromosome, basePairLocation };
  if (parsed && parsed.count > 0) {
    derived.set("chromosome", "from the variants' names");
    derived.set("basePairLocation", "from the variants' names");
    const rest = rows.count - parsed.count;
    if (rest > 0) {
      notices.push(
        `${counted(rest)} variants have no position: neither a column nor their name tells it.`,
      );
    }
    return parsed;
  }
  notices.push(
    "The file tells no positions: variants are matched by name, and no build can be checked.",
  );
  return {
    chromosome: chromosome ?? new Uint8Array(rows.count),
    basePairLocation: basePairLocation ?? new Int32Array(rows.count),
  };
}

interface AllelePairs {
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly refAllele?: readonly string[] | undefined;
}

function allelePairs(
  rows: RawRows,
  parsed: NameParts | undefined,
  account: ReadingAccount,
): AllelePairs {
  const reference = textsOf(rows, "referenceAllele");
  const alternate = textsOf(rows, "alternateAllele");
  const effect = textsOf(rows, "effectAllele") ?? alternate;
  const other = textsOf(rows, "otherAllele");
  if (!effect) {
    account.derived.set("effectAllele", "last allele in the variants' names: an assumption");
    account.derived.set("otherAllele", "first allele in the variants' names: an assumption");
    account.notices.push(
      "The effect is assumed to be for the last allele in the variants' names; no column says so.",
    );
    return { effectAllele: parsed!.alternate, otherAllele: parsed!.reference };
  }
  if (reference && alternate) {
    const otherAllele =
      other ?? effect.map((allele, i) => (allele === alternate[i] ? reference[i] : alternate[i]));
    if (!other)
      account.derived.set("otherAllele", "whichever of REF and ALT is not the effect allele");
    const refAllele = effect.map((allele, i) =>
      allele === reference[i] ? "EA" : otherAllele[i] === reference[i] ? "OA" : "",
    );
    return { effectAllele: effect, otherAllele, refAllele };
  }
  const refAllele = textsOf(rows, "refAllele");
  if (other ?? reference)
    return { effectAllele: effect, otherAllele: (other ?? reference)!, refAllele };
  account.notices.push(
    'No column names the other allele; it is "" in all rows, so that strands and palindromes cannot be checked.',
  );
  return { effectAllele: effect, otherAllele: effect.map(() => ""), refAllele };
}

const LETTERS = new Map([
  ["1", "A"],
  ["2", "C"],
  ["3", "G"],
  ["4", "T"],
]);

/** PLINK's digits 1–4 as letters; 1 and 2 alone may as well be any two alleles. */
function lettersOf(pairs: AllelePairs, account: ReadingAccount): AllelePairs {
  const { effectAllele, otherAllele } = pairs;
  const isDigit = (allele: string): boolean => allele === "" || LETTERS.has(allele);
  const isCoded = effectAllele.every(isDigit) && otherAllele.every(isDigit);
  const tells = (allele: string): boolean => allele === "3" || allele === "4";
  if (!isCoded || !(effectAllele.some(tells) || otherAllele.some(tells))) return pairs;
  account.notices.push("Alleles are digits: 1, 2, 3, 4 are read as A, C, G, T.");
  const letter = (allele: string): string => LETTERS.get(allele) ?? "";
  return { ...pairs, effectAllele: effectAllele.map(letter), otherAllele: otherAllele.map(letter) };
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };

function onForwardStrand(rows: RawRows, pairs: AllelePairs, account: ReadingAccount): AllelePairs {
  const strand = textsOf(rows, "strand");
  const reversed = strand ? rowsWhere(rows.count, (i) => strand[i] === "-").length : 0;
  if (!strand || reversed === 0) return pairs;
  account.notices.push(
    `${counted(reversed)} variants are on the − strand (${fileName(account, "strand")}); their alleles are those of the + strand.`,
  );
  const forward = (alleles: readonly string[]): string[] =>
    alleles.map((allele, i) =>
      strand[i] === "-"
        ? Array.from(allele, (base) => COMPLEMENT[base] ?? base)
            .reverse()
            .join("")
        : allele,
    );
  return {
    ...pairs,
    effectAllele: forward(pairs.effectAllele),
    otherAllele: forward(pairs.otherAllele),
  };
}
