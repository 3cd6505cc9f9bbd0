/** Rows of people: their text, and the ids in it. */
export interface PeopleKernels {
  /** Fields of whole lines; returns how many rows there are, −1 when one is no row. See `SplitRows`. */
  splitDelimitedLines(
    text: number,
    end: number,
    separator: number,
    fields: number,
    width: number,
    options: number,
    result: number,
  ): number;
  /** Fills 2^bits slots; returns how many ids repeat an earlier one. `families` 0: individual ids alone. */
  indexIds(
    count: number,
    families: number,
    familyStarts: number,
    individuals: number,
    individualStarts: number,
    slots: number,
    bits: number,
  ): number;
  areOneText(count: number, texts: number, starts: number): number;
  /** Each longer than the one before, or as long and behind it: then none repeats. */
  areAscending(count: number, texts: number, starts: number): number;
  /** Looks up ids from `from` on; returns where slots are needed and `bits` is 0, else `count`. */
  matchIds(
    from: number,
    count: number,
    families: number,
    familyStarts: number,
    individuals: number,
    individualStarts: number,
    otherCount: number,
    otherFamilies: number,
    otherFamilyStarts: number,
    otherIndividuals: number,
    otherIndividualStarts: number,
    slots: number,
    bits: number,
    isMatched: number,
    rows: number,
    state: number,
  ): number;
}
