import { InvalidArgumentError, LengthMismatchError } from "../../errors.ts";
import { constantScore, fewPeople, oneClass } from "./evaluation-errors.ts";

/** n finite numbers, or a refusal that names the argument. */
export function finiteValues(name: string, values: ArrayLike<number>, n?: number): Float64Array {
  if (n !== undefined && values.length !== n) {
    throw new LengthMismatchError({
      what: `${name} has ${values.length} values for ${n} people.`,
      why: "Every array has one value for each person, in the same order.",
      remedy: `Give ${n} values.`,
    });
  }
  const array = values instanceof Float64Array ? values : Float64Array.from(values);
  let wrong = 0;
  for (let i = 0; i < array.length; i++) wrong += Number(!Number.isFinite(array[i]));
  if (wrong > 0) {
    throw new InvalidArgumentError(name, {
      what: `${wrong} of ${array.length} values of ${name} are missing or infinite.`,
      why: "A measure over people needs a number for each of them.",
      remedy: "Leave these people out, as prs.evaluate does and counts.",
    });
  }
  return array;
}

/** A score that varies. */
export function varyingScore(name: string, values: ArrayLike<number>, n?: number): Float64Array {
  const score = finiteValues(name, values, n);
  if (score.length < 2)
    throw fewPeople(`There is ${score.length === 1 ? "one person" : "nobody"}.`, "two people");
  if (score.every((value) => value === score[0])) throw constantScore(name);
  return score;
}

/** 0 and 1, both of them there. */
export function twoClasses(name: string, values: ArrayLike<number>, n?: number): Float64Array {
  const isCase = finiteValues(name, values, n);
  const other = isCase.find((value) => value !== 0 && value !== 1);
  if (other !== undefined) {
    throw new InvalidArgumentError(name, {
      what: `${name} has values other than 0 and 1.`,
      why: "Cases are 1 and controls 0.",
      remedy: "Recode it: values.map((v) => Number(v === caseCode)).",
    });
  }
  const cases = countOf(isCase);
  if (cases === 0 || cases === isCase.length) throw oneClass(cases);
  return isCase;
}

/** Values strictly between 0 and 1. */
export function probabilities(name: string, values: ArrayLike<number>, n?: number): Float64Array {
  const risk = finiteValues(name, values, n);
  if (!risk.every((value) => value >= 0 && value <= 1)) {
    throw new InvalidArgumentError(name, {
      what: `${name} has values outside of 0 to 1.`,
      why: "It holds predicted probabilities.",
      remedy: "Pass probabilities; a polygenic score itself is not one.",
    });
  }
  return risk;
}

/** A share strictly between 0 and 1, such as a confidence or a prevalence. */
export function properShare(name: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError(name, {
    what: `${name} is ${value}.`,
    why: "It is a share of 1.",
    remedy: "Give a number between 0 and 1, such as 0.05 for 5 %.",
  });
}

export function countOf(isCase: Float64Array): number {
  return isCase.reduce((sum, value) => sum + value, 0);
}
