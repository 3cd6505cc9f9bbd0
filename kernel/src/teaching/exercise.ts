import { escapeHtml } from "../display/escape-html.ts";
import { languageOf } from "../page-language.ts";
import { languageOfPage } from "../session/notebook-host.ts";
import { judgeAnswer } from "./answers.ts";
import type { TrueAnswer } from "./answers.ts";
import { SEAL_MIME } from "./seal-output.ts";
import type { SealOutput } from "./seal-output.ts";
import { judgeSealed, readSeal, sealAnswer, toleranceOf } from "./seal.ts";
import type { SealedJudgement } from "./seal.ts";
import { sentences, teachingWords, type TeachingWords } from "./words/words.ts";

interface Asked {
  /** What is asked, as a sentence. */
  readonly question: string;
  /** From a nudge to nearly the answer; `hint()` shows them one after the other. */
  readonly hints?: readonly string[] | undefined;
}

/** An exercise as its author writes it. */
export interface OpenExercise extends Asked {
  /** The truth, as a simulation knows it: a number, a text, a list of names in any order, or a function that judges. */
  readonly answer: TrueAnswer;
  /** For a number, the largest difference that counts as right; 1 % of it by default. */
  readonly within?: number | undefined;
  /** Said once the answer is right: why it is so. */
  readonly because?: string | undefined;
  readonly seal?: undefined;
}

/** An exercise in a student's copy. */
export interface SealedExercise extends Asked {
  /** Stands for `answer`, `within` and `because`; `genobook copies` writes it. */
  readonly seal: string;
  readonly answer?: undefined;
  readonly within?: undefined;
  readonly because?: undefined;
}

export type ExerciseOptions = OpenExercise | SealedExercise;

/** An answer and what was said to it. */
export interface Verdict {
  readonly isRight: boolean;
  readonly message: string;
  /** How many answers there have been, this one included. */
  readonly attempts: number;
}

/** A question whose true answer the notebook knows. */
export interface Exercise {
  readonly question: string;
  /** Whether any answer since the start was right. */
  readonly isSolved: boolean;
  readonly attempts: number;
  /** Compares an answer with the truth; says what kind of mistake it is, not the answer. */
  check(answer: unknown): Verdict;
  /** Shows the next hint, and the last one again when there are no more. */
  hint(): string;
  /** Forgets answers and hints. */
  reset(): void;
}

/**
 * Poses a question to the reader of a notebook, whose answer is checked against simulated truth.
 *
 * It speaks the language of its question where that is Chinese, and else that of the page that the notebook is shown in;
 * a saved verdict stays as it was said. Attempts live in the kernel only: nothing of a student is saved. Where the exercise is shown, its output holds a seal
 * that `genobook copies` puts in place of the answer. A seal keeps an answer out of sight; it is no secret against
 * somebody who lets a program try many values.
 *
 * @param options - question, true answer, tolerance, hints and the reason; in a student's copy the seal of these
 * @throws Error when the question or the answer is missing, the tolerance is no number ≥ 0, or the seal is damaged
 * @example
 * const slope = exercise({ question: "How large is the causal effect?", answer: 0.3, within: 0.05,
 *   hints: ["Which estimator holds when pleiotropy is directional?"] });
 * slope.check(0.31);
 */
export function exercise(options: ExerciseOptions): Exercise {
  const { question, hints = [] } = options;
  if (typeof question !== "string" || question.trim() === "") {
    throw new Error(teachingWords(languageOfPage()).exercise.noQuestion);
  }
  const words = (): TeachingWords => teachingWords(languageOf(question) ?? languageOfPage());
  const judge =
    options.seal === undefined ? openJudge(options, words) : sealedJudge(options.seal, words);
  let attempts = 0;
  let isSolved = false;
  let shown = 0;
  const made: Exercise = {
    question,
    get isSolved() {
      return isSolved;
    },
    get attempts() {
      return attempts;
    },
    check(given) {
      attempts++;
      const { isRight, message: said, because = "" } = judge(given);
      isSolved ||= isRight;
      const { hintsLeft, attempt } = words().verdict;
      const left = hints.length - shown;
      const message = isRight
        ? sentences(said, because)
        : sentences(said, left > 0 ? hintsLeft(left) : "");
      const count = attempts > 1 ? attempt(attempts) : "";
      return shownAs({ isRight, message, attempts }, () => verdictParts(isRight, message, count));
    },
    hint() {
      const { hint, noHints } = words().exercise;
      if (hints.length === 0) return noHints;
      shown = Math.min(shown + 1, hints.length);
      return hint(shown, hints.length, hints[shown - 1]!);
    },
    reset() {
      attempts = 0;
      shown = 0;
      isSolved = false;
    },
  };
  return shownAs(
    made,
    () => {
      const { title, solved } = words().exercise;
      return {
        mark: isSolved ? "✓" : "?",
        strong: title,
        rest: sentences(question, isSolved ? solved : ""),
      };
    },
    options.seal === undefined ? () => ({ [SEAL_MIME]: sealOutput(options) }) : undefined,
  );
}

type Judge = (given: unknown) => SealedJudgement;

function openJudge(
  { question, answer, within, because }: OpenExercise,
  words: () => TeachingWords,
): Judge {
  const { noTruth, tolerance: badTolerance } = words().exercise;
  const isMissing = (answer as unknown) === undefined || Number.isNaN(answer);
  if (isMissing) throw new Error(noTruth(question));
  const tolerance = toleranceOf(answer, within);
  if (!(tolerance >= 0)) throw new Error(badTolerance(question, tolerance));
  return (given) => ({ ...judgeAnswer(given, answer, tolerance, words().verdict), because });
}

function sealedJudge(seal: string, words: () => TeachingWords): Judge {
  readSeal(seal, words().exercise);
  return (given) => judgeSealed(given, seal, words());
}

function sealOutput(options: OpenExercise): SealOutput {
  const { question } = options;
  return { question, seal: sealAnswer(question, options) ?? null };
}

interface Shown {
  readonly mark: string;
  readonly strong: string;
  readonly rest: string;
}

function verdictParts(isRight: boolean, message: string, count: string): Shown {
  const [strong] = /^.*?(?:[.?](?=\s)|[。？]|$)/s.exec(message)!;
  return {
    mark: isRight ? "✓" : "✗",
    strong,
    rest: sentences(message.slice(strong.length).trim(), count),
  };
}

/** Sign, word and text say the same, so that neither colour nor sign is needed. */
function shownAs<T extends object>(
  value: T,
  parts: () => Shown,
  besides: () => Readonly<Record<string, unknown>> = () => ({}),
): T {
  const text = (): string => {
    const { mark, strong, rest } = parts();
    return `${mark} ${sentences(strong, rest)}`;
  };
  Object.defineProperty(value, Symbol.for("Jupyter.display"), {
    value: () => {
      const { mark, strong, rest } = parts();
      return {
        "text/plain": text(),
        "text/html": `<p role="status"><span aria-hidden="true">${mark}</span> <strong>${escapeHtml(strong)}</strong> ${escapeHtml(rest)}</p>`,
        ...besides(),
      };
    },
  });
  Object.defineProperty(value, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  return value;
}
