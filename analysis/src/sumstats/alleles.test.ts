import { expect, test } from "vitest";
import { fitAlleles, isPalindromic, onOtherStrand, type AllelePair } from "./alleles.ts";

function pair(text: string): AllelePair {
  const [effectAllele, otherAllele] = text.split("/");
  return { effectAllele, otherAllele };
}

test("the other strand is read backwards, and codes are no letters", () => {
  expect(onOtherStrand("A")).toBe("T");
  expect(onOtherStrand("ATTG")).toBe("CAAT");
  expect(["I", "D", "", "<DEL>"].map(onOtherStrand)).toEqual(["I", "D", "", "<DEL>"]);
  expect(["A/T", "C/G", "G/C"].every((text) => palindromic(text))).toBe(true);
  expect(["A/G", "AT/AT", "I/D"].some((text) => palindromic(text))).toBe(false);
});

function palindromic(text: string): boolean {
  const { effectAllele, otherAllele } = pair(text);
  return isPalindromic(effectAllele, otherAllele);
}

test.each([
  ["A/G", "A/G", "same", "A/G"],
  ["A/G", "G/A", "swapped", "A/G"],
  ["A/G", "T/C", "other strand", "A/G"],
  ["A/G", "C/T", "other strand and swapped", "A/G"],
  ["A/G", "A/C", "different", "A/G"],
  ["A/T", "T/A", "swapped", "A/T"],
  ["A/T", "C/G", "different", "A/T"],
  ["AT/A", "AT/T", "other strand", "AT/A"],
  ["AT/A", "I/D", "same", "AT/A"],
  ["D/I", "AT/A", "swapped", "A/AT"],
  ["I/D", "D/I", "swapped", "I/D"],
  ["AT/GC", "I/D", "different", "AT/GC"],
  ["A/G", "G/", "swapped", "A/G"],
  ["A/G", "C/", "other strand and swapped", "A/G"],
  ["A/", "C/T", "other strand and swapped", "A/G"],
  ["A/", "A/", "same", "A/"],
  ["A/", "C/", "different", "A/"],
  ["A/T", "A/", "different", "A/T"],
  ["I/", "A/ATT", "swapped", "ATT/A"],
  ["I/D", "I/", "different", "I/D"],
  ["A/A", "A/A", "different", "A/A"],
] as const)("%s beside %s: %s, on %s", (first, second, fit, alleles) => {
  const fitted = fitAlleles(pair(first), pair(second));
  expect(fitted.fit).toBe(fit);
  expect(fitted.alleles).toMatchObject(pair(alleles));
});
