import type { HeldTexts } from "../held-texts.ts";
import { MadeTexts } from "../io/byte-texts.ts";
import { summaryChromosomeCode } from "../io/chromosome.ts";
import { CodeColumn, CodedTexts, constantTexts, Words } from "../io/coded-texts.ts";
import { NOT_LETTERS } from "./text-readers.ts";
import type { RawRows } from "./row-collector.ts";
import {
  codedOf,
  fileName,
  flagRows,
  rowsWhere,
  textsOf,
  type ReadingAccount,
} from "./reading-account.ts";
import { whole } from "../words.ts";

/** Which variant each row is of. */
export interface CompletedVariants {
  readonly variantId: HeldTexts;
  readonly rsid?: HeldTexts | undefined;
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** Of the words of `otherAllele`. */
  readonly effectAllele: CodedTexts;
  readonly otherAllele: CodedTexts;
  readonly refAllele?: HeldTexts | undefined;
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
      rowsOfTexts(alleleColumn, (allele) => LETTERS.has(allele)),
      (i) => alleleColumn.at(i),
    );
  }
  flagRows(
    rows,
    { problem: "impossible", column: "otherAllele", reason: "both alleles are the same" },
    sameAlleles(effectAllele, otherAllele),
    (i) => otherAllele.at(i),
  );
  if (!textsOf(rows, "variantId") && !names) {
    account.derived.set("variantId", "chromosome_position_otherAllele_effectAllele");
  } else if (!textsOf(rows, "variantId")) {
    account.derived.set("variantId", `${fileName(account, "rsid")}, the only name of variants`);
  }
  if (rows.lowerCaseAlleles > 0) {
    account.notices.push(
      `${whole(rows.lowerCaseAlleles)} alleles in small letters are written in capitals.`,
    );
  }
  return {
    variantId:
      names ??
      new MadeTexts(
        rows.count,
        (i) => `${chromosome[i]}_${basePairLocation[i]}_${otherAllele.at(i)}_${effectAllele.at(i)}`,
      ),
    rsid: textsOf(rows, "rsid"),
    chromosome,
    basePairLocation,
    effectAllele,
    otherAllele,
    refAllele: alleles.refAllele,
  };
}

/** Rows of some of the texts. */
function rowsOfTexts({ words, codes }: CodedTexts, holds: (text: string) => boolean): number[] {
  const isWanted = Uint8Array.from(words.texts, (text) => Number(holds(text)));
  if (!isWanted.includes(1)) return [];
  return rowsWhere(codes.length, (i) => isWanted[codes[i]] === 1);
}

function sameAlleles({ codes: effect }: CodedTexts, { codes: other }: CodedTexts): number[] {
  const found: number[] = [];
  for (let i = 0; i < effect.length; i++) {
    if (effect[i] === other[i] && effect[i] !== 0) found.push(i);
  }
  return found;
}

interface NameParts {
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly reference: CodedTexts;
  readonly alternate: CodedTexts;
  readonly count: number;
}

const NAME_PARTS =
  /^(?:chr)?(\d{1,2}|X|Y|M|MT)[:_-](\d+)(?:[:_-]([ACGTacgt]+)[:_/-]([ACGTacgt]+))?(?:$|[:_;])/;

/** What names such as `7:44383092_A_G` tell, where they do. */
function partsOfNames(names: HeldTexts): NameParts {
  const chromosome = new Uint8Array(names.count);
  const basePairLocation = new Int32Array(names.count);
  const words = new Words();
  const reference = new CodeColumn(names.count);
  const alternate = new CodeColumn(names.count);
  let count = 0;
  for (let i = 0; i < names.count; i++) {
    const parts = NAME_PARTS.exec(names.at(i));
    reference.append(words.codeOf(parts?.[3]?.toUpperCase() ?? ""));
    alternate.append(words.codeOf(parts?.[4]?.toUpperCase() ?? ""));
    if (!parts) continue;
    count++;
    chromosome[i] = summaryChromosomeCode(parts[1]);
    basePairLocation[i] = Number(parts[2]);
  }
  return {
    ...{ chromosome, basePairLocation, count },
    reference: new CodedTexts(words, reference.finish()),
    alternate: new CodedTexts(words, alternate.finish()),
  };
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
        `${whole(rest)} variants have no position: neither a column nor their name tells it.`,
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

type AllelePairs = Pick<CompletedVariants, "effectAllele" | "otherAllele" | "refAllele">;

function allelePairs(
  rows: RawRows,
  parsed: NameParts | undefined,
  account: ReadingAccount,
): AllelePairs {
  const reference = codedOf(rows, "referenceAllele");
  const alternate = codedOf(rows, "alternateAllele");
  const effect = codedOf(rows, "effectAllele") ?? alternate;
  const other = codedOf(rows, "otherAllele");
  if (!effect) {
    account.derived.set("effectAllele", "last allele in the variants' names: an assumption");
    account.derived.set("otherAllele", "first allele in the variants' names: an assumption");
    account.notices.push(
      "The effect is assumed to be for the last allele in the variants' names; no column says so.",
    );
    return { effectAllele: parsed!.alternate, otherAllele: parsed!.reference };
  }
  if (reference && alternate) {
    const otherAllele = other ?? otherOf(effect, reference, alternate);
    if (!other)
      account.derived.set("otherAllele", "whichever of REF and ALT is not the effect allele");
    const refAllele = whichIsReference(effect, otherAllele, reference);
    return { effectAllele: effect, otherAllele, refAllele };
  }
  const refAllele = textsOf(rows, "refAllele");
  if (other ?? reference)
    return { effectAllele: effect, otherAllele: (other ?? reference)!, refAllele };
  account.notices.push(
    'No column names the other allele; it is "" in all rows, so that strands and palindromes cannot be checked.',
  );
  return {
    effectAllele: effect,
    otherAllele: constantTexts(rows.count, "", effect.words),
    refAllele,
  };
}

/** Whichever of two alleles is not the effect's. */
function otherOf(effect: CodedTexts, reference: CodedTexts, alternate: CodedTexts): CodedTexts {
  const column = new CodeColumn(effect.count);
  for (let i = 0; i < effect.count; i++) {
    const isAlternate = effect.codes[i] === alternate.codes[i];
    column.append(isAlternate ? reference.codes[i] : alternate.codes[i]);
  }
  return new CodedTexts(effect.words, column.finish());
}

function whichIsReference(
  effect: CodedTexts,
  other: CodedTexts,
  reference: CodedTexts,
): CodedTexts {
  const words = new Words();
  const [ofEffect, ofOther] = [words.codeOf("EA"), words.codeOf("OA")];
  const codes = new Uint8Array(effect.count);
  for (let i = 0; i < codes.length; i++) {
    const code = reference.codes[i];
    codes[i] = effect.codes[i] === code ? ofEffect : other.codes[i] === code ? ofOther : 0;
  }
  return new CodedTexts(words, codes);
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
  const tells = (allele: string): boolean => allele === "3" || allele === "4";
  if (!effectAllele.words.texts.some(tells)) return pairs;
  const present = [...effectAllele.distinct(), ...otherAllele.distinct()];
  if (!present.every(isDigit) || !present.some(tells)) return pairs;
  account.notices.push("Alleles are digits: 1, 2, 3, 4 are read as A, C, G, T.");
  const letter = (allele: string): string => LETTERS.get(allele) ?? "";
  const words = new Words();
  return {
    ...pairs,
    effectAllele: effectAllele.map(letter, words),
    otherAllele: otherAllele.map(letter, words),
  };
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };

function onForwardStrand(rows: RawRows, pairs: AllelePairs, account: ReadingAccount): AllelePairs {
  const strand = codedOf(rows, "strand");
  const reversed = strand ? rowsOfTexts(strand, (text) => text === "-") : [];
  if (reversed.length === 0) return pairs;
  account.notices.push(
    `${whole(reversed.length)} variants are on the − strand (${fileName(account, "strand")}); their alleles are those of the + strand.`,
  );
  const complements = new Map<number, number>();
  const forward = ({ words, codes }: CodedTexts): CodedTexts => {
    const column = new CodeColumn(codes.length);
    let next = 0;
    for (let i = 0; i < codes.length; i++) {
      let code = codes[i];
      if (reversed[next] === i) {
        next++;
        const known = complements.get(code) ?? words.codeOf(complementOf(words.texts[code]));
        complements.set(code, known);
        code = known;
      }
      column.append(code);
    }
    return new CodedTexts(words, column.finish());
  };
  return {
    ...pairs,
    effectAllele: forward(pairs.effectAllele),
    otherAllele: forward(pairs.otherAllele),
  };
}

function complementOf(allele: string): string {
  return Array.from(allele, (base) => COMPLEMENT[base] ?? base)
    .reverse()
    .join("");
}
