import { summaryFormat, type SummaryFormat } from "./summary-formats.ts";
import { bareName, SUMMARY_ROLES, SYNONYMS, type SummaryRole } from "./summary-roles.ts";

/** How a column was recognised: by the program's format, by its name, because the caller said so, or by its values. */
type KnownBy = "format" | "name" | "option" | "values" | "derived" | "kept" | "not read";

/** One column of a file and what it is. */
export interface MappedColumn {
  readonly index: number;
  /** Its name in the file. */
  readonly name: string;
  readonly known: KnownBy;
  readonly note: string;
  /** Of a column of frequencies, true when its name says that it is of the other allele. */
  readonly isOfOtherAllele?: boolean;
}

/** What the columns of a header are. */
export interface HeaderMapping {
  readonly format: SummaryFormat | undefined;
  readonly roles: ReadonlyMap<SummaryRole, MappedColumn>;
  /** Names of columns that are nothing known. */
  readonly unread: readonly string[];
  /** What a table of association results needs and this header has not, in words. */
  readonly missing: readonly string[];
}

export interface MappingOptions {
  /** Names in the file of our columns; null where a column is not what its name says. */
  readonly columns?: Readonly<Partial<Record<SummaryRole, string | null>>> | undefined;
  /** Of a file of two studies, the ending of the wanted one's columns: `.outcome`. */
  readonly suffix?: string | undefined;
}

const SUFFIXES = [".exposure", ".outcome"];

/** Tells what the columns of a header are, by the caller's word, the program's format, and the names in use. */
export function mapHeader(
  header: readonly string[],
  { columns = {}, suffix }: MappingOptions = {},
): HeaderMapping {
  const format = summaryFormat(header);
  const roles = new Map<SummaryRole, MappedColumn>();
  const taken = new Set<number>();
  const refused = new Set<SummaryRole>();
  const put = (role: SummaryRole, index: number, known: KnownBy, note = ""): void => {
    roles.set(role, { index, name: header[index], known, note });
    taken.add(index);
  };
  for (const role of SUMMARY_ROLES) {
    const name = columns[role];
    if (name === null) refused.add(role);
    if (typeof name === "string" && header.includes(name))
      put(role, header.indexOf(name), "option");
  }
  const isFree = (role: SummaryRole): boolean => !roles.has(role) && !refused.has(role);
  for (const [role, names] of Object.entries(format?.roles ?? {}) as [SummaryRole, string[]][]) {
    const name = names.find((candidate) => header.includes(candidate));
    const index = name === undefined ? -1 : header.indexOf(name);
    if (index >= 0 && isFree(role) && !taken.has(index)) put(role, index, "format");
  }
  for (const name of format?.ignored ?? [])
    if (header.includes(name)) taken.add(header.indexOf(name));
  const bare = bareNames(header, suffix);
  // More telling names first: of `EA` and `A1` the former, whatever the order of the columns.
  for (const role of SUMMARY_ROLES) {
    if (!isFree(role)) continue;
    for (const synonym of SYNONYMS[role]) {
      const index = bare.findIndex((name, i) => name === synonym && !taken.has(i));
      if (index < 0) continue;
      put(role, index, format ? "format" : "name", format ? "" : doubtOf(role, synonym));
      break;
    }
  }
  takeAlleles(roles, refused, format);
  if (isFree("otherAllele")) {
    const index = bare.findIndex(
      (name, i) =>
        !taken.has(i) &&
        (SYNONYMS.effectAllele.includes(name) || SYNONYMS.otherAllele.includes(name)),
    );
    if (index >= 0) put("otherAllele", index, "name", "the other column of alleles");
  }
  markFrequencies(roles);
  return {
    format,
    roles,
    unread: header.filter((_, i) => ![...roles.values()].some(({ index }) => index === i)),
    missing: missingOf(roles, format?.hasNamedAlleles === true),
  };
}

/** True for a header of association results, whichever program wrote it. */
export function isSummaryHeader(header: readonly string[]): boolean {
  const { format, missing, roles } = mapHeader(header);
  if (format) return true;
  return (
    missing.length === 0 &&
    (roles.has("beta") ||
      roles.has("oddsRatio") ||
      roles.has("hazardRatio") ||
      roles.has("statistic"))
  );
}

/** True where a header has so much of one that it is better explained than called unknown. */
export function resemblesSummaryHeader(header: readonly string[]): boolean {
  if (SUFFIXES.every((suffix) => header.some((name) => name.endsWith(suffix)))) return true;
  const { roles } = mapHeader(header);
  const has = (...names: SummaryRole[]): boolean => names.some((role) => roles.has(role));
  return (
    has("beta", "oddsRatio", "hazardRatio", "statistic", "effectAllele") &&
    has("standardError", "pValue", "negLog10PValue", "ciLower") &&
    roles.size >= 3
  );
}

/** The bare names; those of the other study, and endings that say which study it is, are taken off. */
function bareNames(header: readonly string[], wanted: string | undefined): string[] {
  const present = SUFFIXES.filter((suffix) => header.some((name) => name.endsWith(suffix)));
  const suffix = wanted ?? (present.length === 1 ? present[0] : undefined);
  const isOther = (name: string): boolean =>
    present.length > 1 &&
    wanted !== undefined &&
    name === (wanted === ".outcome" ? "exposure" : "outcome");
  return header.map((name) => {
    if (isOther(name)) return "";
    // The Psychiatric Genomics Consortium writes the number of controls into the name.
    if (/^FRQ_U_\d+$/.test(name)) return "frqu";
    if (suffix !== undefined && name.endsWith(suffix) && name !== suffix) {
      return bareName(name.slice(0, -suffix.length));
    }
    return present.some((other) => name.endsWith(other)) ? "" : bareName(name);
  });
}

const AMBIGUOUS_ALLELES = new Set(["a1", "al1", "allele1", "alleleb", "minorallele", "riskallele"]);
const AMBIGUOUS_FREQUENCIES = new Set([
  "frq",
  "freq",
  "frequency",
  "allelefreq",
  "allelefrequency",
  "af",
  "raf",
]);

function doubtOf(role: SummaryRole, synonym: string): string {
  if (role === "effectAllele" && AMBIGUOUS_ALLELES.has(synonym)) {
    return "assumed: the header does not say for which allele the effect is";
  }
  if (role === "effectAlleleFrequency" && AMBIGUOUS_FREQUENCIES.has(synonym)) {
    return "assumed to be the frequency of the effect allele";
  }
  if (role === "effectAlleleFrequency" && synonym === "frqu") {
    return "assumed: of the effect allele among controls";
  }
  if (role === "n" && synonym === "weight") return "assumed: METAL's weights are sample sizes";
  if (role === "negLog10PValue" && synonym.startsWith("log")) return "assumed to be −log10";
  return "";
}

/** Where no column says so, the effect is taken to be for ALT. */
function takeAlleles(
  roles: Map<SummaryRole, MappedColumn>,
  refused: ReadonlySet<SummaryRole>,
  format: SummaryFormat | undefined,
): void {
  const alternate = roles.get("alternateAllele");
  if (alternate && !roles.has("effectAllele") && !refused.has("effectAllele")) {
    const note = "assumed: the effect is for the alternate allele";
    roles.set("effectAllele", { ...alternate, known: format ? "format" : alternate.known, note });
  }
}

/** `A1_FREQ` beside effects for `A2` is the other allele's frequency. */
function markFrequencies(roles: Map<SummaryRole, MappedColumn>): void {
  const frequency = roles.get("effectAlleleFrequency");
  const allele = roles.get("effectAllele");
  if (!frequency || !allele || frequency.known === "option") return;
  const digitOf = (name: string): string | undefined =>
    /(?:allele|freq|frq|af|al|a)([012])/i.exec(name)?.[1];
  const [ofFrequency, ofAllele] = [digitOf(frequency.name), digitOf(allele.name)];
  if (ofFrequency === undefined || ofAllele === undefined || ofFrequency === ofAllele) return;
  const note = "of the other allele: 1 minus its value";
  roles.set("effectAlleleFrequency", { ...frequency, note, isOfOtherAllele: true });
}

function missingOf(
  roles: ReadonlyMap<SummaryRole, MappedColumn>,
  hasNamedAlleles: boolean,
): string[] {
  const has = (...names: SummaryRole[]): boolean => names.some((role) => roles.has(role));
  const missing: string[] = [];
  if (!has("variantId", "rsid") && !(has("chromosome") && has("basePairLocation"))) {
    missing.push("variantId (or chromosome and basePairLocation)");
  }
  if (!has("effectAllele") && !hasNamedAlleles) missing.push("effectAllele");
  const hasEffect = has("beta", "oddsRatio", "hazardRatio", "statistic");
  if (!hasEffect && !has("pValue", "negLog10PValue", "chiSquare")) {
    missing.push("beta (or oddsRatio, hazardRatio, statistic, pValue)");
  } else if (
    !has("standardError", "pValue", "negLog10PValue", "statistic", "ciLower", "chiSquare")
  ) {
    missing.push("standardError (or pValue, negLog10PValue, ciLower and ciUpper)");
  }
  return missing;
}
