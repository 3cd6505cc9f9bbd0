/** What is right: a number with a tolerance, a text, a set of names, or what a function says. */
export type TrueAnswer =
  | number
  | string
  | readonly string[]
  /** True when right, else what is wrong, as a sentence to the student. */
  | ((given: unknown) => boolean | string);

/** What was said to an answer. */
export interface Judgement {
  readonly isRight: boolean;
  /** One sentence, which does not give the answer away. */
  readonly message: string;
}

/**
 * Compares an answer with the truth, and says what kind of mistake it is where that is a known one.
 *
 * @param within - for numbers, the largest difference that is right
 */
export function judgeAnswer(given: unknown, truth: TrueAnswer, within: number): Judgement {
  if (given === undefined || given === null || (typeof given === "number" && Number.isNaN(given))) {
    return wrong("There is no answer yet.");
  }
  if (given instanceof Promise) return wrong("That is a promise: put `await` before it.");
  if (typeof truth === "function") {
    const said = truth(given);
    return said === true ? RIGHT : wrong(typeof said === "string" ? said : "That is not it.");
  }
  if (typeof truth === "number") return judgeNumber(given, truth, within);
  if (typeof truth === "string") {
    if (typeof given !== "string") return wrong("The answer is a text, in quotation marks.");
    return plain(given) === plain(truth) ? RIGHT : wrong("That is not it.");
  }
  return judgeSet(given, truth);
}

const RIGHT: Judgement = { isRight: true, message: "Right." };

function wrong(message: string): Judgement {
  return { isRight: false, message };
}

function judgeNumber(given: unknown, truth: number, within: number): Judgement {
  if (typeof given !== "number" && typeof given !== "bigint") {
    return wrong("The answer is a number.");
  }
  const value = Number(given);
  const isNear = (other: number): boolean => Math.abs(value - other) <= within;
  if (isNear(truth)) return RIGHT;
  if (Math.abs(truth) > within && isNear(-truth)) {
    return wrong("The size is right, the sign is not: which allele is the effect allele?");
  }
  if (isNear(Math.exp(truth)) && truth !== 0) {
    return wrong("That is an odds ratio; its logarithm was asked for.");
  }
  if (truth > 0 && isNear(Math.log(truth))) {
    return wrong("That is a logarithm; the odds ratio itself was asked for.");
  }
  if (truth !== 0 && Math.abs(value / truth - 100) * Math.abs(truth) <= 100 * within) {
    return wrong("That is a percentage; the share itself, between 0 and 1, was asked for.");
  }
  return wrong(value > truth ? "That is too large." : "That is too small.");
}

function judgeSet(given: unknown, truth: readonly string[]): Judgement {
  const isList = typeof given === "object" && given !== null && Symbol.iterator in given;
  if (!isList) return wrong('The answer is a list of names: ["…", "…"].');
  const names = new Set(Array.from(given as Iterable<unknown>, String));
  const wanted = new Set(truth);
  const found = [...names].filter((name) => wanted.has(name)).length;
  if (found === wanted.size && names.size === wanted.size) return RIGHT;
  const extra = names.size - found;
  const missing = wanted.size - found;
  const parts = [
    `${found} of your ${names.size} are right`,
    ...(missing > 0 ? [`${missing} more belong to them`] : []),
    ...(extra > 0 && missing === 0 ? [`${extra} do not belong to them`] : []),
  ];
  return wrong(`${parts.join("; ")}.`);
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
