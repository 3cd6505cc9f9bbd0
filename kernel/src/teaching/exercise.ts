import { escapeHtml } from "../display/escape-html.ts";
import { judgeAnswer } from "./answers.ts";
import type { TrueAnswer } from "./answers.ts";
import { SEAL_MIME } from "./seal-output.ts";
import type { SealOutput } from "./seal-output.ts";
import { judgeSealed, readSeal, sealAnswer, toleranceOf } from "./seal.ts";
import type { SealedJudgement } from "./seal.ts";

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
 * Attempts live in the kernel only: nothing of a student is saved. Where the exercise is shown, its output holds a seal
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
    throw new Error('An exercise needs a question: exercise({ question: "…", answer: … }).');
  }
  const judge = options.seal === undefined ? openJudge(options) : sealedJudge(options.seal);
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
      const { isRight, message, because } = judge(given);
      isSolved ||= isRight;
      const reason = isRight && because !== undefined ? ` ${because}` : "";
      const left = hints.length - shown;
      const offer =
        !isRight && left > 0
          ? ` There ${left === 1 ? "is a hint" : `are ${left} hints`}: hint().`
          : "";
      return shownAs({ isRight, message: `${message}${reason}${offer}`, attempts }, verdictParts);
    },
    hint() {
      if (hints.length === 0) return "This exercise has no hints.";
      shown = Math.min(shown + 1, hints.length);
      return `Hint ${shown} of ${hints.length}: ${hints[shown - 1]}`;
    },
    reset() {
      attempts = 0;
      shown = 0;
      isSolved = false;
    },
  };
  return shownAs(
    made,
    () => ({
      mark: isSolved ? "✓" : "?",
      strong: "Exercise.",
      rest: `${question}${isSolved ? " Solved." : ""}`,
    }),
    options.seal === undefined ? () => ({ [SEAL_MIME]: sealOutput(options) }) : undefined,
  );
}

type Judge = (given: unknown) => SealedJudgement;

function openJudge({ question, answer, within, because }: OpenExercise): Judge {
  const isMissing = (answer as unknown) === undefined || Number.isNaN(answer);
  if (isMissing) throw new Error(`The exercise "${question}" has no answer to compare with.`);
  const tolerance = toleranceOf(answer, within);
  if (!(tolerance >= 0)) {
    throw new Error(
      `The tolerance of the exercise "${question}" is ${tolerance}: give a number ≥ 0.`,
    );
  }
  return (given) => ({ ...judgeAnswer(given, answer, tolerance), because });
}

function sealedJudge(seal: string): Judge {
  readSeal(seal);
  return (given) => judgeSealed(given, seal);
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

function verdictParts({ isRight, message, attempts }: Verdict): Shown {
  const [strong = "", ...rest] = message.split(/(?<=\.)\s/);
  return {
    mark: isRight ? "✓" : "✗",
    strong,
    rest: [...rest, attempts > 1 ? `(attempt ${attempts})` : ""].filter(Boolean).join(" "),
  };
}

/** Sign, word and text say the same, so that neither colour nor sign is needed. */
function shownAs<T extends object>(
  value: T,
  parts: (value: T) => Shown,
  besides: () => Readonly<Record<string, unknown>> = () => ({}),
): T {
  const text = (): string => {
    const { mark, strong, rest } = parts(value);
    return `${mark} ${strong} ${rest}`.trim();
  };
  Object.defineProperty(value, Symbol.for("Jupyter.display"), {
    value: () => {
      const { mark, strong, rest } = parts(value);
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
