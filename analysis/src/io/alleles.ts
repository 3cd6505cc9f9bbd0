/** Two alleles of a variant as one study names them; "" is unknown. */
export interface AllelePair {
  readonly effectAllele: string;
  readonly otherAllele: string;
}

/** How the alleles of a second study lie on those of a first, by their letters alone. */
type AlleleFit = "same" | "swapped" | "other strand" | "other strand and swapped" | "different";

export interface FittedAlleles {
  readonly fit: AlleleFit;
  /** The first study's alleles, completed from the second's letters where it codes I and D or lacks one. */
  readonly alleles: AllelePair;
  /** Letters cannot tell the strand. */
  readonly isPalindromic: boolean;
  /** One study lacks its other allele, so that only frequencies can confirm the fit. */
  readonly isIncomplete: boolean;
  /** Why the alleles differ, where it is more than their letters. */
  readonly problem?: string | undefined;
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };

/** True for A/T and C/G, which read the same on both strands. */
export function isPalindromic(one: string, other: string): boolean {
  return one.length === 1 && COMPLEMENT[one] === other;
}

/** An allele as the other strand reads it: the reverse complement; other codes, such as I and D, as they are. */
export function onOtherStrand(allele: string): string {
  if (!/^[ACGT]+$/.test(allele)) return allele;
  let reversed = "";
  for (let i = allele.length - 1; i >= 0; i--) reversed += COMPLEMENT[allele[i]];
  return reversed;
}

/**
 * Lays a second study's alleles on those of a first one; upper case is expected.
 *
 * Indels that one study codes I and D take the letters of the other: the longer allele is the insertion. A study may lack
 * its other allele; palindromic alleles then fit in no way, and I or D only where the other study has letters.
 */
export function fitAlleles(first: AllelePair, second: AllelePair): FittedAlleles {
  if (first.otherAllele !== "" && first.effectAllele === first.otherAllele)
    return different(first, "the first has one allele twice");
  if (second.otherAllele !== "" && second.effectAllele === second.otherAllele)
    return different(first, "the second has one allele twice");
  if (first.otherAllele === "" && second.otherAllele === "") {
    const fit = first.effectAllele === second.effectAllele ? "same" : "different";
    return { fit, alleles: first, isPalindromic: false, isIncomplete: true };
  }
  const [own, theirs] = withLetters(first, second);
  if (isIncomplete(own)) return fitFirstIncomplete(own.effectAllele, theirs);
  if (isIncomplete(theirs)) return fitSecondIncomplete(own, theirs.effectAllele);
  const palindromic = isPalindromic(own.effectAllele, own.otherAllele);
  return {
    fit: fitPairs(own, theirs, palindromic),
    alleles: own,
    isPalindromic: palindromic,
    // Letters in place of I or D do not make a lacking allele known.
    isIncomplete: isIncomplete(first) || isIncomplete(second),
  };
}

function fitPairs(own: AllelePair, theirs: AllelePair, palindromic: boolean): AlleleFit {
  if (isSame(own, theirs)) return "same";
  if (isSame(own, swapped(theirs))) return "swapped";
  if (palindromic) return "different";
  const flipped = {
    effectAllele: onOtherStrand(theirs.effectAllele),
    otherAllele: onOtherStrand(theirs.otherAllele),
  };
  if (isSame(own, flipped)) return "other strand";
  return isSame(own, swapped(flipped)) ? "other strand and swapped" : "different";
}

function fitSecondIncomplete(own: AllelePair, theirs: string): FittedAlleles {
  const incomplete = { alleles: own, isIncomplete: true, isPalindromic: false };
  if (isPalindromic(own.effectAllele, own.otherAllele))
    return { ...incomplete, fit: "different", isPalindromic: true };
  if (isCoded(own.effectAllele) || isCoded(own.otherAllele))
    return { ...incomplete, fit: "different", problem: "the indel is coded I and D" };
  return { ...incomplete, fit: fitOne(theirs, own) };
}

function fitFirstIncomplete(own: string, theirs: AllelePair): FittedAlleles {
  const incomplete = { isIncomplete: true, isPalindromic: false };
  const alone = { effectAllele: own, otherAllele: "" };
  if (isPalindromic(theirs.effectAllele, theirs.otherAllele))
    return { ...incomplete, alleles: alone, fit: "different", isPalindromic: true };
  if (isCoded(theirs.effectAllele) || isCoded(theirs.otherAllele)) {
    return {
      ...incomplete,
      alleles: alone,
      fit: "different",
      problem: "the indel is coded I and D",
    };
  }
  const fit = fitOne(own, theirs);
  const isSwapped = fit === "swapped" || fit === "other strand and swapped";
  const counterpart = isSwapped ? theirs.effectAllele : theirs.otherAllele;
  const otherAllele =
    fit === "different"
      ? ""
      : fit.startsWith("other strand")
        ? onOtherStrand(counterpart)
        : counterpart;
  return { ...incomplete, alleles: { effectAllele: own, otherAllele }, fit };
}

/** Which of a pair one allele is. */
function fitOne(allele: string, { effectAllele, otherAllele }: AllelePair): AlleleFit {
  if (allele === effectAllele) return "same";
  if (allele === otherAllele) return "swapped";
  const flipped = onOtherStrand(allele);
  if (flipped === effectAllele) return "other strand";
  return flipped === otherAllele ? "other strand and swapped" : "different";
}

/** Letters for I and D where the other study tells which of its alleles is the longer. */
function withLetters(first: AllelePair, second: AllelePair): [AllelePair, AllelePair] {
  return [lettersOf(first, second), lettersOf(second, first)];
}

function lettersOf(coded: AllelePair, spelled: AllelePair): AllelePair {
  const { effectAllele, otherAllele } = spelled;
  const wasCoded =
    isCoded(coded.effectAllele) && (coded.otherAllele === "" || isCoded(coded.otherAllele));
  const isSpelled = otherAllele !== "" && !isCoded(effectAllele) && !isCoded(otherAllele);
  if (!wasCoded || !isSpelled || effectAllele.length === otherAllele.length) return coded;
  const ordered =
    effectAllele.length > otherAllele.length
      ? { I: effectAllele, D: otherAllele }
      : { I: otherAllele, D: effectAllele };
  return coded.effectAllele === "I"
    ? { effectAllele: ordered.I, otherAllele: ordered.D }
    : { effectAllele: ordered.D, otherAllele: ordered.I };
}

function different(alleles: AllelePair, problem: string): FittedAlleles {
  return { fit: "different", alleles, isPalindromic: false, isIncomplete: false, problem };
}

function isCoded(allele: string): boolean {
  return allele === "I" || allele === "D";
}

function isIncomplete({ otherAllele }: AllelePair): boolean {
  return otherAllele === "";
}

function swapped({ effectAllele, otherAllele }: AllelePair): AllelePair {
  return { effectAllele: otherAllele, otherAllele: effectAllele };
}

function isSame(one: AllelePair, other: AllelePair): boolean {
  return one.effectAllele === other.effectAllele && one.otherAllele === other.otherAllele;
}
