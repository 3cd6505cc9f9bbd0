import { InvalidArgumentError } from "../../errors.ts";

/**
 * A matrix as one array, checked to be a correlation: symmetric, ones on its diagonal, nothing beyond ±1.
 *
 * @throws InvalidArgumentError
 */
export function squareOf(
  given: ArrayLike<number> | readonly ArrayLike<number>[],
  count: number,
): Float64Array {
  const isRows = given.length > 0 && typeof given[0] === "object";
  const values = isRows
    ? (given as readonly ArrayLike<number>[]).flatMap((row) => Array.from(row))
    : Array.from(given as ArrayLike<number>);
  const wrong = ((): string | undefined => {
    if (values.length !== count * count) return `It has ${values.length} values.`;
    for (let i = 0; i < count; i++) {
      if (Math.abs(values[i * count + i] - 1) > 1e-6) return "Its diagonal is not 1.";
      for (let j = 0; j < i; j++) {
        const value = values[i * count + j];
        if (!(Math.abs(value) <= 1 + 1e-9)) return `It holds ${value}.`;
        if (Math.abs(value - values[j * count + i]) > 1e-6) return "It is not symmetric.";
      }
    }
    return undefined;
  })();
  if (wrong === undefined) return Float64Array.from(values);
  throw new InvalidArgumentError("correlation", {
    what: `correlation is no correlation matrix of ${count} variants. ${wrong}`,
    why: `It is ${count} × ${count}, symmetric, with ones on the diagonal.`,
    remedy: "Order its rows as the variants; harmonised.withCorrelation({ genotypes }) makes one.",
  });
}
