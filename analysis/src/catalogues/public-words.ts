import { InvalidArgumentError } from "../errors.ts";
import { summaryChromosomeCode, chromosomeName } from "../io/chromosome.ts";

// Only words of these forms are ever sent: a line of a file about people cannot pass as one of them.
const LONGEST_SEARCH = 120;

/** A search text: one line, short. */
export function searchText(text: string): string {
  const trimmed = text.trim();
  const isOneLine = !/[\r\n\t]/.test(trimmed);
  if (trimmed !== "" && trimmed.length <= LONGEST_SEARCH && isOneLine) return trimmed;
  throw new InvalidArgumentError("query", {
    what:
      trimmed === ""
        ? "There is nothing to search for."
        : `The search text has ${trimmed.length} characters${isOneLine ? "" : " in several fields or lines"}.`,
    why: `What is sent to catalogues is a single line of at most ${LONGEST_SEARCH} characters, so that no data go with it.`,
    remedy: 'Name a trait: "LDL cholesterol".',
  });
}

export type IdentifierForm =
  | "GWAS Catalog study"
  | "score"
  | "OpenGWAS data set"
  | "eQTL Catalogue data set"
  | "rsid"
  | "ontology term"
  | "gene"
  | "gene symbol"
  | "variant"
  | "credible set"
  | "Open Targets study"
  | "population"
  | "molecular trait";

/** Forms of identifiers, with an example for messages. */
const FORMS: Readonly<Record<IdentifierForm, readonly [pattern: RegExp, example: string]>> = {
  "GWAS Catalog study": [/^GCST\d{6,12}$/, "GCST90002412"],
  score: [/^PGS\d{6,9}$/, "PGS000001"],
  "OpenGWAS data set": [
    /^[A-Za-z0-9][A-Za-z0-9.]*-[A-Za-z0-9]+-[A-Za-z0-9_.:-]{1,60}$/,
    "ieu-a-300",
  ],
  "eQTL Catalogue data set": [/^QTD\d{6}$/, "QTD000266"],
  rsid: [/^rs\d{1,12}$/, "rs7412"],
  "ontology term": [/^[A-Za-z]{2,12}_[A-Za-z0-9]{1,20}$/, "EFO_0004611"],
  gene: [/^ENSG\d{11}(\.\d+)?$/, "ENSG00000134243"],
  "gene symbol": [/^[A-Za-z0-9][A-Za-z0-9_.-]{0,30}$/, "SORT1"],
  variant: [
    /^(chr)?([1-9]|1\d|2[0-2]|X|Y|MT)[_:]\d{1,9}[_:][ACGT]{1,50}[_:][ACGT]{1,50}$/,
    "19_44908684_T_C",
  ],
  "credible set": [/^[0-9a-f]{32}$/, "0013c1aa5f18a6fa7d8aaae8d2a8a4b5"],
  "Open Targets study": [/^[A-Za-z0-9_.:+-]{3,120}$/, "GCST90002412"],
  population: [/^[A-Za-z0-9_:.-]{3,60}$/, "1000GENOMES:phase_3:EUR"],
  "molecular trait": [/^[A-Za-z0-9_.:+-]{1,120}$/, "ENSG00000134243"],
};

/** An identifier of this form, without spaces around it. */
export function identifier(form: IdentifierForm, value: string): string {
  const [pattern, example] = FORMS[form];
  const trimmed = value.trim();
  if (pattern.test(trimmed)) return trimmed;
  throw new InvalidArgumentError(form, {
    what: `${JSON.stringify(value.slice(0, 60))} is no ${form}.`,
    why: "Only identifiers of the documented form are sent to a catalogue.",
    remedy: `Give one such as ${example}.`,
  });
}

/** True for an identifier of this form. */
export function isIdentifier(form: IdentifierForm, value: string): boolean {
  return FORMS[form][0].test(value.trim());
}

/** A stretch of a chromosome; both ends belong to it. */
export interface Region {
  /** GWAS-SSF code, or a name. */
  readonly chromosome: number | string;
  /** Base pairs, from 1. */
  readonly start: number;
  readonly end: number;
}

/** Checks a region; the chromosome as services name it: `1` … `22`, `X`, `Y`, `MT`. */
export function regionOf(
  { chromosome, start, end }: Region,
  longest: number,
): { readonly chromosome: string; readonly start: number; readonly end: number } {
  const code = summaryChromosomeCode(String(chromosome));
  const isSound =
    code > 0 && Number.isInteger(start) && Number.isInteger(end) && start >= 1 && end >= start;
  if (isSound && end - start < longest) return { chromosome: chromosomeName(code), start, end };
  throw new InvalidArgumentError("region", {
    what: `${chromosome}:${start}-${end} is no region that can be asked for.`,
    why: `A region is a chromosome and two positions, start first, at most ${longest.toLocaleString("en-US")} base pairs apart.`,
    remedy: "Give { chromosome: 1, start: 109_200_000, end: 109_300_000 }, or ask for parts.",
  });
}
