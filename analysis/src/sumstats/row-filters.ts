import { InvalidArgumentError } from "../errors.ts";
import type { MappedColumn } from "../io/summary-mapping.ts";
import type { SummaryRole } from "../io/summary-roles.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

/** A condition on one field of a row. */
export interface RowFilter {
  readonly index: number;
  readonly step: string;
  readonly reason: string;
  readonly wanted: Uint8Array;
  skipped: number;
}

/**
 * Which rows are read: those of one test, and of one trait where it is named.
 *
 * @param sample - first rows, as fields
 * @param notices - gets what the caller did not ask for
 */
export function rowFilters(
  path: string,
  roles: ReadonlyMap<SummaryRole, MappedColumn>,
  sample: readonly (readonly string[])[],
  options: ReadSummaryOptions,
  notices: string[],
): RowFilter[] {
  const filters: RowFilter[] = [];
  const add = (role: "test" | "trait", wanted: string, reason: string): void => {
    const { index } = roles.get(role)!;
    filters.push({
      index,
      step: role,
      reason,
      wanted: new TextEncoder().encode(wanted),
      skipped: 0,
    });
  };
  const test = roles.get("test");
  if (test) {
    const tests = [...new Set(sample.map((fields) => fields[test.index]))];
    const wanted = options.test ?? (tests.includes("ADD") ? "ADD" : (tests[0] ?? "ADD"));
    if (options.test === undefined && wanted !== "ADD") {
      notices.push(`Rows of the test ${wanted} are read; the first rows have none of ADD.`);
    }
    add("test", wanted, `tests other than ${wanted}`);
  }
  if (options.trait !== undefined) {
    if (!roles.has("trait")) {
      throw new InvalidArgumentError("trait", {
        what: `${path} has no column of traits.`,
        why: `Rows of the trait "${options.trait}" cannot be told from others.`,
        remedy: 'Leave trait out, or name the column: columns: { trait: "name in the file" }.',
      });
    }
    add("trait", options.trait, `traits other than ${options.trait}`);
  }
  return filters;
}

export function isText(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}
