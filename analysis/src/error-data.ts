import * as errors from "./errors.ts";

/** An error in a form that survives being posted from a worker. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Own fields of an `AnalysisError`: tag, what, why, remedy and the numbers of its case. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const EXPORTS: Readonly<Record<string, unknown>> = errors;

export function errorToData(error: unknown): ErrorData {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), stack: undefined, fields: {} };
  }
  const { name, message, stack } = error;
  const isData = (value: unknown): boolean =>
    Array.isArray(value) ? value.every(isData) : Object(value) !== value;
  const fields = Object.entries(error).filter(([key, value]) => key !== "name" && isData(value));
  return { name, message, stack, fields: Object.fromEntries(fields) };
}

/** The error again, of its own class where it is one of this library's. */
export function errorFromData({ name, message, stack, fields }: ErrorData): Error {
  const error = new Error(message);
  Object.assign(error, fields);
  Object.defineProperty(error, "name", { value: name, configurable: true });
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: stack });
  const own = EXPORTS[name];
  if (typeof own === "function") Object.setPrototypeOf(error, own.prototype as object);
  return error;
}
