import type { FittingVariant } from "../../ld/fitting-variant.ts";
import { Table } from "../../table.ts";
import { whole } from "../../words.ts";
import type { ScoringIssueColumns } from "../scoring/scoring-file.ts";
import type { PanelMatch } from "./match-panel.ts";
import type { SummaryEffects } from "./summary-effects.ts";

export type MatchCountColumns = {
  readonly verdict: readonly string[];
  readonly count: Int32Array;
};

/** A row of the study and the panel's variant that it is of. */
export interface Matched extends FittingVariant {
  readonly row: number;
}

/** Which rows are left out, and why. */
export class MatchLog {
  readonly #effects: SummaryEffects;
  readonly #rows: number[] = [];
  readonly #problems: string[] = [];
  readonly #reasons: string[] = [];

  constructor(effects: SummaryEffects) {
    this.#effects = effects;
  }

  get count(): number {
    return this.#rows.length;
  }

  drop(row: number, problem: string, reason: string): void {
    this.#rows.push(row);
    this.#problems.push(problem);
    this.#reasons.push(reason);
  }

  #counted(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const problem of this.#problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
    return counts;
  }

  countOf(problem: string): number {
    return this.#counted().get(problem) ?? 0;
  }

  words(): string {
    const parts = Array.from(this.#counted(), ([problem, count]) => `${whole(count)} ${problem}`);
    return parts.length > 0 ? parts.join(", ") : "no row has a fault of its own";
  }

  tables(kept: readonly Matched[]): Pick<PanelMatch, "issues" | "counts"> {
    const isTurned = ({ sign }: Matched): boolean => sign < 0;
    const flips = kept.filter(({ isOtherStrand }) => isOtherStrand).length;
    const counts: [string, number][] = [
      ["used", kept.length],
      ["used, effect turned to the panel's allele", kept.filter(isTurned).length],
      ["used, read on the other strand", flips],
      ...this.#counted(),
    ];
    return {
      issues: new Table<ScoringIssueColumns>({
        line: Int32Array.from(this.#rows, (row) => row + 1),
        variantId: this.#rows.map((row) => this.#effects.variantId(row)),
        problem: this.#problems,
        reason: this.#reasons,
      }),
      counts: new Table<MatchCountColumns>({
        verdict: counts.map(([verdict]) => verdict),
        count: Int32Array.from(counts, ([, count]) => count),
      }),
    };
  }
}
