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
  const missing = missingAnswer(given);
  if (missing !== undefined) return wrong(missing);
  if (typeof truth === "function") {
    const said = truth(given);
    return said === true ? RIGHT : wrong(typeof said === "string" ? said : NOT_IT);
  }
  const kind = kindOf(truth);
  const misfit = misfitOf(given, kind);
  if (misfit !== undefined) return wrong(misfit);
  if (typeof truth === "number") return judgeNumber(Number(given), truth, within);
  if (typeof truth === "string") {
    return plainText(given as string) === plainText(truth) ? RIGHT : wrong(NOT_IT);
  }
  return judgeSet(namesOf(given), truth);
}

/** What an answer looks like, when no function judges it. */
export type AnswerKind = "number" | "text" | "names";

/** Kind of a truth that is no function. */
export function kindOf(truth: Exclude<TrueAnswer, (given: unknown) => unknown>): AnswerKind {
  if (typeof truth === "number") return "number";
  return typeof truth === "string" ? "text" : "names";
}

/** What to say to a student who has not answered; undefined when there is an answer. */
export function missingAnswer(given: unknown): string | undefined {
  if (given === undefined || given === null || (typeof given === "number" && Number.isNaN(given))) {
    return "There is no answer yet.";
  }
  return given instanceof Promise ? "That is a promise: put `await` before it." : undefined;
}

/** What to say to an answer that is of another kind; undefined when it is of this one. */
export function misfitOf(given: unknown, kind: AnswerKind): string | undefined {
  if (kind === "number") {
    return typeof given === "number" || typeof given === "bigint"
      ? undefined
      : "The answer is a number.";
  }
  if (kind === "text") {
    return typeof given === "string" ? undefined : "The answer is a text, in quotation marks.";
  }
  const isList = typeof given === "object" && given !== null && Symbol.iterator in given;
  return isList ? undefined : 'The answer is a list of names: ["…", "…"].';
}

/** A text as it is compared: spaces and capitals do not count. */
export function plainText(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** The names of a list, each once. */
export function namesOf(list: unknown): Set<string> {
  return new Set(Array.from(list as Iterable<unknown>, String));
}

/** Said to an answer that is wrong in no known way. */
export const NOT_IT = "That is not it.";

/** Rounding must not make 0.32 too far from 0.3 by more than 0.02. */
const SLACK = 1 + 1e-9;

const RIGHT: Judgement = { isRight: true, message: "Right." };

function wrong(message: string): Judgement {
  return { isRight: false, message };
}

function judgeNumber(value: number, truth: number, within: number): Judgement {
  const isNear = (other: number): boolean => Math.abs(value - other) <= within * SLACK;
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

function judgeSet(names: ReadonlySet<string>, truth: readonly string[]): Judgement {
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
