import type { TeachingWords } from "./words.ts";

export const ENGLISH: TeachingWords = {
  verdict: {
    right: "Right.",
    notIt: "That is not it.",
    noAnswer: "There is no answer yet.",
    promise: "That is a promise: put `await` before it.",
    expected: {
      number: "The answer is a number.",
      text: "The answer is a text, in quotation marks.",
      names: 'The answer is a list of names: ["…", "…"].',
    },
    otherSign: "The size is right, the sign is not: which allele is the effect allele?",
    oddsRatio: "That is an odds ratio; its logarithm was asked for.",
    logarithm: "That is a logarithm; the odds ratio itself was asked for.",
    percentage: "That is a percentage; the share itself, between 0 and 1, was asked for.",
    tooLarge: "That is too large.",
    tooSmall: "That is too small.",
    names: ({ given, found, missing, extra }) => {
      const parts = [
        `${found} of your ${given} are right`,
        ...(missing > 0 ? [`${missing} more belong to them`] : []),
        ...(extra > 0 && missing === 0 ? [`${extra} do not belong to them`] : []),
      ];
      return `${parts.join("; ")}.`;
    },
    sealed: {
      number: "The answer is sealed: whether yours is too large or too small is not known here.",
      text: "",
      names: "The answer is sealed: how many of yours are right is not known here.",
    },
    hintsLeft: (count) => `There ${count === 1 ? "is a hint" : `are ${count} hints`}: hint().`,
    attempt: (count) => `(attempt ${count})`,
  },
  exercise: {
    title: "Exercise.",
    solved: "Solved.",
    hint: (place, count, text) => `Hint ${place} of ${count}: ${text}`,
    noHints: "This exercise has no hints.",
    noQuestion: 'An exercise needs a question: exercise({ question: "…", answer: … }).',
    noTruth: (question) =>
      `The exercise "${question}" has no answer to compare with: give it as answer.`,
    tolerance: (question, given) =>
      `The tolerance of the exercise "${question}" is ${given}: give a number ≥ 0.`,
    sealUnreadable:
      "The seal of this exercise cannot be read. Take this cell from the student's copy again.",
  },
  copies: {
    yourTurn: (task) => `Your turn${task === "" ? "." : `: ${task}`}`,
    inCell: (cell, words) => `cell ${cell}, ${words}`,
    cannotBeSealed: (exercise) => `${exercise}: its answer is of a kind that cannot be sealed`,
    optionsElsewhere: (exercise) => `${exercise}: its options do not stand in the call`,
    unpaired: (cell, line, mark, partner) =>
      `Cell ${cell}, line ${line}: "// ${mark}" has no "// ${partner}". Put one beside it; solutions cannot hold each other.`,
    nothingMarked: (tag) =>
      `This notebook has no exercises: pose one with exercise({ … }), put a solution between the lines "// solution" and "// end solution", or the tag "${tag}" on a cell.`,
    notRun: (exercises) =>
      `Let the last line of an exercise's cell be the exercise's name, run all cells, save, and make the copies again: an answer cannot be sealed before it is known. That is so for ${exercises.join("; ")}.`,
  },
};
