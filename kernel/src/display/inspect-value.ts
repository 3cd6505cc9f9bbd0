import { inspect, types } from "node:util";
import { formatNumber } from "./format-number.ts";

const DEPTH = 4;
const TEXT_LIMIT = 50_000;
const ARRAY_LIMIT = 100;
const STRING_LIMIT = 10_000;
const NODE_LIMIT = 20_000;
const KEY_LIMIT = 100;
const FIRST_VALUES = 8;
const LAST_VALUES = 3;
const MATRIX_SIDE = 6;

const PENDING = "Promise { <pending> }";
const AWAIT =
  "A promise of a result that is still being made: write await before the call to wait for it.";

type TypedArray = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>;

/** A value as text: complete while it is small, otherwise cut with a note of what was left out. */
export function inspectValue(value: unknown): string {
  if (isTypedArray(value)) return typedArrayText(value);
  if (isShaped(value)) return matrixText(value);
  if (types.isPromise(value) && inspect(value) === PENDING) return `${PENDING}\n${AWAIT}`;
  const depth = affordableDepth(value);
  const text = inspect(trimmed(value), {
    depth,
    maxArrayLength: ARRAY_LIMIT,
    maxStringLength: STRING_LIMIT,
    breakLength: 100,
  });
  if (text.length <= TEXT_LIMIT) return withNote(text, value);
  const left = (text.length - TEXT_LIMIT).toLocaleString("en-GB");
  return `${text.slice(0, TEXT_LIMIT)}\n… ${left} characters are not shown.`;
}

function typedArrayText(array: TypedArray): string {
  const { name } = array.constructor;
  const count = array.length.toLocaleString("en-GB");
  return `${name}, ${count} ${array.length === 1 ? "value" : "values"}\n[${valuesText(array)}]`;
}

function valuesText(array: ArrayLike<number>): string {
  const text = (i: number): string => formatNumber(array[i]!);
  const all = Array.from({ length: array.length <= 15 ? array.length : 0 }, (_, i) => text(i));
  if (array.length <= 15) return all.join(", ");
  const first = Array.from({ length: FIRST_VALUES }, (_, i) => text(i));
  const last = Array.from({ length: LAST_VALUES }, (_, i) => text(array.length - LAST_VALUES + i));
  return [...first, "…", ...last].join(", ");
}

interface Shaped {
  readonly data: TypedArray;
  readonly shape: readonly [number, number];
}

function matrixText({ data, shape: [rows, columns] }: Shaped): string {
  const shownRows = Math.min(rows, MATRIX_SIDE);
  const shownColumns = Math.min(columns, MATRIX_SIDE);
  const lines = Array.from({ length: shownRows }, (_, r) => {
    const row = Array.from({ length: shownColumns }, (_, c) =>
      formatNumber(data[r * columns + c]!),
    );
    return `  [${row.join(", ")}${columns > shownColumns ? ", …" : ""}]`;
  });
  if (rows > shownRows) lines.push("  …");
  return [`${data.constructor.name}, shape ${rows} × ${columns}`, ...lines].join("\n");
}

function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

function isShaped(value: unknown): value is Shaped {
  if (typeof value !== "object" || value === null) return false;
  const { data, shape } = value as { data?: unknown; shape?: unknown };
  return (
    isTypedArray(data) &&
    Array.isArray(shape) &&
    shape.length === 2 &&
    Number(shape[0]) * Number(shape[1]) === data.length
  );
}

/** `util.inspect` has no limit on the keys of an object: show the first of very many. */
function trimmed(value: unknown): unknown {
  const keys = hiddenKeys(value);
  if (keys === 0) return value;
  return Object.fromEntries(Object.entries(value as object).slice(0, KEY_LIMIT));
}

function withNote(text: string, value: unknown): string {
  const hidden = hiddenKeys(value);
  return hidden === 0 ? text : `${text}\n… ${hidden.toLocaleString("en-GB")} keys are not shown.`;
}

function hiddenKeys(value: unknown): number {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return 0;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 0;
  const count = Object.keys(value).length;
  return count > NODE_LIMIT / 10 ? count - KEY_LIMIT : 0;
}

/** The greatest depth at which the value has few enough parts to be written in an instant. */
function affordableDepth(value: unknown): number {
  for (let depth = DEPTH; depth > 0; depth--) {
    if (countParts(value, depth, NODE_LIMIT) < NODE_LIMIT) return depth;
  }
  return 0;
}

function countParts(value: unknown, depth: number, limit: number): number {
  if (typeof value !== "object" || value === null || depth < 0 || isTypedArray(value)) return 1;
  if (value instanceof Map || value instanceof Set) return Math.min(value.size, ARRAY_LIMIT) + 1;
  const isList = Array.isArray(value);
  let parts = 1;
  let seen = 0;
  for (const key in value) {
    if (isList && ++seen > ARRAY_LIMIT) break;
    const property = Object.getOwnPropertyDescriptor(value, key);
    parts +=
      property && "value" in property ? countParts(property.value, depth - 1, limit - parts) : 1;
    if (parts >= limit) return limit;
  }
  return parts;
}
