import { NotEvaluableError } from "./evaluation-errors.ts";
import { refusedMeasure, type Measure } from "./measure.ts";

/** A value, or why there is none. */
export type Attempt<T> =
  | { readonly value: T; readonly refusal?: undefined }
  | { readonly value?: undefined; readonly refusal: NotEvaluableError };

export function attempted<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute() };
  } catch (refusal) {
    if (refusal instanceof NotEvaluableError) return { refusal };
    throw refusal;
  }
}

/** Measures, or a row that says why they are not there. */
export function measuresOrRefusal(
  name: string,
  compute: () => readonly Measure[],
): readonly Measure[] {
  const { value, refusal } = attempted(compute);
  return refusal ? [refusedMeasure(name, refusal.code, refusal.what)] : value;
}
