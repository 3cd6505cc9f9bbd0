import { createCipheriv, createDecipheriv, createHash, scryptSync } from "node:crypto";
import { judgeAnswer, kindOf, misfitOf, namesOf, plainText } from "./answers.ts";
import type { AnswerKind, Judgement, TrueAnswer } from "./answers.ts";
import { cellOf, gridAround } from "./seal-grid.ts";
import type { SealGrid } from "./seal-grid.ts";
import { sentences, type TeachingWords } from "./words/words.ts";

/**
 * A seal keeps an answer out of sight and can still be checked: what opens it is derived from the right answer itself.
 * It is no secret against somebody who lets a program try many values.
 */

/** What an exercise knows of its answer, as it is locked away. */
export interface SealedTruth {
  readonly answer: Exclude<TrueAnswer, (given: unknown) => unknown>;
  /** For a number, the largest difference that is right; absent for 1 % of it. */
  readonly within?: number | undefined;
  readonly because?: string | undefined;
}

/** A judgement, with the reason when the answer was right. */
export interface SealedJudgement extends Judgement {
  readonly because?: string | undefined;
}

interface Envelope {
  readonly kind: AnswerKind;
  readonly grid?: SealGrid | undefined;
  readonly salt: string;
  readonly box: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 16 MiB and about 40 ms for each value that is tried. */
const COST = { N: 2 ** 14, r: 8, p: 1 };

/** For a number, the largest difference that is right. */
export function toleranceOf(answer: TrueAnswer, within: number | undefined): number {
  return within ?? (typeof answer === "number" ? Math.abs(answer) / 100 : 0);
}

/**
 * Seals an answer and its reason. The same question and answer give the same seal, so that running a notebook again
 * changes nothing in it.
 *
 * @returns undefined for what cannot be sealed: functions, values that are no answer, tolerances finer than doubles
 */
export function sealAnswer(
  question: string,
  { answer, within, because }: { readonly answer: TrueAnswer } & Omit<SealedTruth, "answer">,
): string | undefined {
  if (!canBeSealed(answer)) return undefined;
  const salt = createHash("sha256").update(question).digest().subarray(0, 16);
  const kind = kindOf(answer);
  const grid =
    typeof answer === "number"
      ? gridAround(answer, within, stretch(`from ${answer}`, salt, 4).readUInt32LE())
      : undefined;
  if (kind === "number" && grid === undefined) return undefined;
  const [secret] = secretsOf(answer, kind, grid);
  if (secret === undefined) return undefined;
  const { key, nonce } = keyOf(secret, salt);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const truth: SealedTruth = { answer, within, because };
  const box = Buffer.concat([cipher.update(JSON.stringify(truth)), cipher.final()]);
  const envelope: Envelope = {
    kind,
    grid,
    salt: salt.toString("base64"),
    box: Buffer.concat([box, cipher.getAuthTag()]).toString("base64"),
  };
  return Buffer.from(JSON.stringify(envelope)).toString("base64url");
}

/**
 * Compares an answer with a sealed one, in the words of an open exercise as far as the seal can know.
 *
 * @throws Error when the seal cannot be read
 */
export function judgeSealed(
  given: unknown,
  seal: string,
  { verdict: words, exercise }: TeachingWords,
): SealedJudgement {
  const { kind, grid, salt, box } = readSeal(seal, exercise);
  const misfit = misfitOf(given, kind, words);
  if (misfit !== undefined) return { isRight: false, message: misfit };
  for (const secret of secretsOf(given, kind, grid)) {
    const truth = openBox(secret, Buffer.from(salt, "base64"), Buffer.from(box, "base64"));
    if (truth === undefined) continue;
    const { answer, within, because } = truth;
    const judgement = judgeAnswer(given, answer, toleranceOf(answer, within), words);
    return judgement.isRight ? { ...judgement, because } : judgement;
  }
  return { isRight: false, message: sentences(words.notIt, words.sealed[kind]) };
}

/** @throws Error when a seal cannot be read */
export function readSeal(seal: string, words: TeachingWords["exercise"]): Envelope {
  try {
    const read = JSON.parse(Buffer.from(seal, "base64url").toString("utf8")) as Partial<Envelope>;
    const { kind, grid, salt, box } = read;
    const isNumber = kind === "number" && grid !== undefined;
    if ((isNumber || kind === "text" || kind === "names") && salt && box) {
      return { kind, grid, salt, box };
    }
  } catch (error) {
    throw new Error(words.sealUnreadable, { cause: error });
  }
  throw new Error(words.sealUnreadable);
}

function canBeSealed(answer: TrueAnswer): answer is SealedTruth["answer"] {
  if (Array.isArray(answer)) return answer.every((name) => typeof name === "string");
  return typeof answer === "number" || typeof answer === "string";
}

/** What opens a seal when it is right; for a number also what would open it after a well-known mistake. */
function secretsOf(given: unknown, kind: AnswerKind, grid: SealGrid | undefined): string[] {
  if (kind === "text") return [`text ${plainText(given as string)}`];
  if (kind === "names") return [`names ${JSON.stringify([...namesOf(given)].sort())}`];
  const value = Number(given);
  const tried = [value, -value, Math.log(value), Math.exp(value), value / 100];
  const cells = tried.map((other) => cellOf(other, grid!)).filter((cell) => cell !== undefined);
  return [...new Set(cells)].map((cell) => `number ${cell}`);
}

function openBox(secret: string, salt: Buffer, box: Buffer): SealedTruth | undefined {
  const { key, nonce } = keyOf(secret, salt);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(box.subarray(-TAG_BYTES));
  const opened = decipher.update(box.subarray(0, -TAG_BYTES));
  try {
    return JSON.parse(Buffer.concat([opened, decipher.final()]).toString("utf8")) as SealedTruth;
  } catch {
    return undefined;
  }
}

function keyOf(secret: string, salt: Buffer): { readonly key: Buffer; readonly nonce: Buffer } {
  const bytes = stretch(secret, salt, KEY_BYTES + NONCE_BYTES);
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}

function stretch(secret: string, salt: Buffer, bytes: number): Buffer {
  return scryptSync(secret, salt, bytes, COST);
}
