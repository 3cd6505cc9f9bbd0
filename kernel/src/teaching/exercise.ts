import { escapeHtml } from "../display/escape-html.ts";
import { judgeAnswer } from "./answers.ts";
import type { TrueAnswer } from "./answers.ts";

export interface ExerciseOptions {
  /** What is asked, as a sentence. */
  readonly question: string;
  /** The truth, as a simulation knows it: a number, a text, a list of names in any order, or a function that judges. */
  readonly answer: TrueAnswer;
  /** For a number, the largest difference that counts as right; 1 % of it by default. */
  readonly within?: number | undefined;
  /** From a nudge to nearly the answer; `hint()` shows them one after the other. */
  readonly hints?: readonly string[] | undefined;
  /** Said once the answer is right: why it is so. */
  readonly because?: string | undefined;
}

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
 * Attempts live in the kernel only: nothing of a student is saved.
 *
 * @param options - question, true answer, tolerance, hints and the reason
 * @throws Error when the question or the answer is missing, or the tolerance is no number ≥ 0
 * @example
 * const slope = exercise({ question: "How large is the causal effect?", answer: 0.3, within: 0.05,
 *   hints: ["Which estimator holds when pleiotropy is directional?"] });
 * slope.check(0.31);
 */
export function exercise(options: ExerciseOptions): Exercise {
  const { question, answer, hints = [], because } = options;
  const within = options.within ?? (typeof answer === "number" ? Math.abs(answer) / 100 : 0);
  if (typeof question !== "string" || question.trim() === "") {
    throw new Error('An exercise needs a question: exercise({ question: "…", answer: … }).');
  }
  const isMissing = (answer as unknown) === undefined || Number.isNaN(answer);
  if (isMissing) throw new Error(`The exercise "${question}" has no answer to compare with.`);
  if (!(within >= 0)) {
    throw new Error(`The tolerance of the exercise "${question}" is ${within}: give a number ≥ 0.`);
  }
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
      const { isRight, message } = judgeAnswer(given, answer, within);
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
  return shownAs(made, () => ({
    mark: isSolved ? "✓" : "?",
    strong: "Exercise.",
    rest: `${question}${isSolved ? " Solved." : ""}`,
  }));
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
function shownAs<T extends object>(value: T, parts: (value: T) => Shown): T {
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
      };
    },
  });
  Object.defineProperty(value, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  return value;
}
