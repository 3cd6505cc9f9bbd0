import type { TeachingWords } from "./words/words.ts";

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
export function judgeAnswer(
  given: unknown,
  truth: TrueAnswer,
  within: number,
  words: VerdictWords,
): Judgement {
  const misfit = misfitOf(given, typeof truth === "function" ? undefined : kindOf(truth), words);
  if (misfit !== undefined) return wrong(misfit);
  if (typeof truth === "function") {
    const said = truth(given);
    if (said === true) return right(words);
    return wrong(typeof said === "string" ? said : words.notIt);
  }
  if (typeof truth === "number") return judgeNumber(Number(given), truth, within, words);
  if (typeof truth === "string") {
    return plainText(given as string) === plainText(truth) ? right(words) : wrong(words.notIt);
  }
  return judgeSet(namesOf(given), truth, words);
}

type VerdictWords = TeachingWords["verdict"];

/** What an answer looks like, when no function judges it. */
export type AnswerKind = "number" | "text" | "names";

/** Kind of a truth that is no function. */
export function kindOf(truth: Exclude<TrueAnswer, (given: unknown) => unknown>): AnswerKind {
  if (typeof truth === "number") return "number";
  return typeof truth === "string" ? "text" : "names";
}

/** What to say where there is no answer, or one of another kind; undefined when there is nothing to say. */
export function misfitOf(
  given: unknown,
  kind: AnswerKind | undefined,
  { noAnswer, promise, expected }: VerdictWords,
): string | undefined {
  if (given === undefined || given === null || Number.isNaN(given)) return noAnswer;
  if (given instanceof Promise) return promise;
  return kind === undefined || isOfKind(given, kind) ? undefined : expected[kind];
}

function isOfKind(given: unknown, kind: AnswerKind): boolean {
  if (kind === "number") return typeof given === "number" || typeof given === "bigint";
  if (kind === "text") return typeof given === "string";
  return typeof given === "object" && given !== null && Symbol.iterator in given;
}

/** A text as it is compared: spaces and capitals do not count. */
export function plainText(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/** The names of a list, each once. */
export function namesOf(list: unknown): Set<string> {
  return new Set(Array.from(list as Iterable<unknown>, String));
}

/** Rounding must not make 0.32 too far from 0.3 by more than 0.02. */
const SLACK = 1 + 1e-9;

function right(words: VerdictWords): Judgement {
  return { isRight: true, message: words.right };
}

function wrong(message: string): Judgement {
  return { isRight: false, message };
}

function judgeNumber(value: number, truth: number, within: number, words: VerdictWords): Judgement {
  const isNear = (other: number): boolean => Math.abs(value - other) <= within * SLACK;
  if (isNear(truth)) return right(words);
  if (Math.abs(truth) > within && isNear(-truth)) return wrong(words.otherSign);
  if (isNear(Math.exp(truth)) && truth !== 0) return wrong(words.oddsRatio);
  if (truth > 0 && isNear(Math.log(truth))) return wrong(words.logarithm);
  if (truth !== 0 && Math.abs(value / truth - 100) * Math.abs(truth) <= 100 * within) {
    return wrong(words.percentage);
  }
  return wrong(value > truth ? words.tooLarge : words.tooSmall);
}

function judgeSet(
  names: ReadonlySet<string>,
  truth: readonly string[],
  words: VerdictWords,
): Judgement {
  const wanted = new Set(truth);
  const found = [...names].filter((name) => wanted.has(name)).length;
  const missing = wanted.size - found;
  const extra = names.size - found;
  if (missing === 0 && extra === 0) return right(words);
  return wrong(words.names({ given: names.size, found, missing, extra }));
}
