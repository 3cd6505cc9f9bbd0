import { UnexpectedAnswerError } from "../catalogue-errors.ts";

/** What a field of an answer holds; `any` is not looked at. */
type FieldKind = "text" | "number" | "boolean" | "list" | "record" | "any";

/** Fields of a record, as the service documents them. */
export interface Shape {
  /** In messages: `study`. */
  readonly name: string;
  readonly required: Readonly<Record<string, FieldKind>>;
  /** May be missing or null. */
  readonly optional: Readonly<Record<string, FieldKind>>;
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Collects what a service's answers have that we do not know. */
export class Drift {
  readonly #unknown = new Map<string, Set<string>>();

  note(shape: string, field: string): void {
    const fields = this.#unknown.get(shape) ?? new Set();
    this.#unknown.set(shape, fields.add(field));
  }

  notices(): readonly string[] {
    return [...this.#unknown].map(
      ([shape, fields]) =>
        `not read, as this version does not know them: ${shape} ${[...fields].join(", ")}`,
    );
  }
}

/** The place of an answer, for errors. */
export interface Place {
  readonly title: string;
  readonly url: string;
}

/**
 * Checks a record against the documented shape.
 *
 * @param drift - takes in fields that are not documented
 * @throws UnexpectedAnswerError that names the fields that are missing or of another kind
 */
export function checkRecord(value: unknown, shape: Shape, place: Place, drift: Drift): JsonRecord {
  if (!isRecord(value)) throw unexpected(place, shape, [`${shape.name} (not a record)`]);
  const wrong: string[] = [];
  for (const [field, kind] of Object.entries(shape.required)) {
    if (value[field] === undefined || value[field] === null) wrong.push(`${field} (missing)`);
    else if (!isOf(value[field], kind)) wrong.push(`${field} (not ${kind})`);
  }
  for (const [field, kind] of Object.entries(shape.optional)) {
    const given = value[field];
    if (given !== undefined && given !== null && !isOf(given, kind))
      wrong.push(`${field} (not ${kind})`);
  }
  if (wrong.length > 0) throw unexpected(place, shape, wrong);
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(shape.required, field) && !Object.hasOwn(shape.optional, field))
      drift.note(shape.name, field);
  }
  return value;
}

/** A list of records of one shape. */
export function checkRecords(
  value: unknown,
  shape: Shape,
  place: Place,
  drift: Drift,
): readonly JsonRecord[] {
  if (!Array.isArray(value)) throw unexpected(place, shape, [`list of ${shape.name} (missing)`]);
  return value.map((record) => checkRecord(record, shape, place, drift));
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text of a field; numbers as they are written, "" where there is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** Number of a field, also where it is written as text; NaN where there is none. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
}

/** Texts of a list; of one text that one. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(textOf).filter((text) => text !== "");
  return textOf(value) === "" ? [] : [textOf(value)];
}

/** One field of each record of a list. */
export function fieldOfEach(value: unknown, field: string): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value
    .map((item) => textOf(isRecord(item) ? item[field] : item))
    .filter((text) => text !== "");
}

function isOf(value: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string" || typeof value === "number";
    case "number":
      return (
        typeof value === "number" || (typeof value === "string" && !Number.isNaN(Number(value)))
      );
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "record":
      return isRecord(value);
    case "any":
      return true;
  }
}

function unexpected(
  { title, url }: Place,
  shape: Shape,
  fields: readonly string[],
): UnexpectedAnswerError {
  return new UnexpectedAnswerError(title, url, fields, {
    what: `The answer of ${title} does not have the fields of a ${shape.name} that this version reads.`,
    why: `Wrong: ${fields.join(", ")}.`,
    remedy:
      "The service has changed its interface: update Genobook, or ask its web page meanwhile.",
  });
}
