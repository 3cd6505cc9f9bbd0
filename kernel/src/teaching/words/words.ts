import type { PageLanguage } from "../../page-language.ts";
import type { AnswerKind } from "../answers.ts";
import { CHINESE } from "./chinese.ts";
import { ENGLISH } from "./english.ts";

/** All that exercises and their copies say by themselves. Questions, hints and reasons are their author's. */
export interface TeachingWords {
  readonly verdict: {
    readonly right: string;
    readonly notIt: string;
    readonly noAnswer: string;
    readonly promise: string;
    /** What an answer of the other kind should have been. */
    readonly expected: Readonly<Record<AnswerKind, string>>;
    readonly otherSign: string;
    readonly oddsRatio: string;
    readonly logarithm: string;
    readonly percentage: string;
    readonly tooLarge: string;
    readonly tooSmall: string;
    readonly names: (counts: NameCounts) => string;
    /** What a sealed answer keeps to itself. */
    readonly sealed: Readonly<Record<AnswerKind, string>>;
    readonly hintsLeft: (count: number) => string;
    readonly attempt: (count: number) => string;
  };
  readonly exercise: {
    readonly title: string;
    readonly solved: string;
    readonly hint: (place: number, count: number, text: string) => string;
    readonly noHints: string;
    readonly noQuestion: string;
    readonly noTruth: (question: string) => string;
    readonly tolerance: (question: string, given: number) => string;
    readonly sealUnreadable: string;
  };
  readonly copies: {
    /** Stands in place of a solution; "" when its author wrote no task. */
    readonly yourTurn: (task: string) => string;
    readonly inCell: (cell: number, words: string) => string;
    readonly cannotBeSealed: (exercise: string) => string;
    readonly optionsElsewhere: (exercise: string) => string;
    readonly unpaired: (cell: number, line: number, mark: string, partner: string) => string;
    readonly nothingMarked: (tag: string) => string;
    readonly notRun: (exercises: readonly string[]) => string;
  };
}

/** How many names of a list are right. */
interface NameCounts {
  readonly given: number;
  readonly found: number;
  readonly missing: number;
  readonly extra: number;
}

/** Sentences one behind the other: between Chinese ones there is no space. */
export function sentences(...said: readonly string[]): string {
  return said
    .filter((sentence) => sentence !== "")
    .join(" ")
    .replaceAll(/(?<=[。？！）]) (?=[\p{Script=Han}（])/gu, "");
}

const WORDS: Readonly<Record<PageLanguage, TeachingWords>> = { en: ENGLISH, "zh-CN": CHINESE };

export function teachingWords(language: PageLanguage): TeachingWords {
  return WORDS[language];
}
