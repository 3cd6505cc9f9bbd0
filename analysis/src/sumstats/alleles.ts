export {
  fitAlleles,
  isPalindromic,
  onOtherStrand,
  type AllelePair,
  type FittedAlleles,
} from "../io/alleles.ts";
