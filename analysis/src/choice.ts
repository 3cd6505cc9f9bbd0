import { InvalidArgumentError } from "./errors.ts";

/** Refuses a word that is not one of an option's: types say it, but not to a value that comes from elsewhere. */
export function refuseUnlisted(
  argument: string,
  value: string | undefined,
  listed: readonly string[],
): void {
  if (value === undefined || listed.includes(value)) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${JSON.stringify(value)}.`,
    why: `It is one of ${listed.map((word) => JSON.stringify(word)).join(", ")}.`,
    remedy: "Choose one of these, or leave it out.",
  });
}
