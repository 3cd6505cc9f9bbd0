import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { associations } from "../../src/mr/harmonise/associations.ts";
import { harmonise } from "../../src/mr/harmonise/harmonise.ts";
import type { SummaryStatistics } from "../../src/sumstats/summary-file.ts";
import { hasData, reference } from "../peer/shared-data.ts";
import { takeRows, type TextTable } from "../peer/text-table.ts";

const [PALINDROMIC, KEPT, OPPOSITE] = [2, 8, 16];
const POLICIES = ["assumeForward", "inferByFrequency", "dropPalindromic"] as const;

interface Expected {
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  readonly frequency: readonly (number | null)[];
  /** A base-36 digit a combination: 1 removed, 2 palindromic, 4 ambiguous, 8 kept, 16 opposite signs. */
  readonly actions: readonly string[];
}
const expected = JSON.parse(
  readFileSync(new URL("harmonise-expected.json", import.meta.url), "utf8"),
) as Expected;

describe("every combination of alleles and frequencies (TwoSampleMR 0.7.9)", () => {
  const { exposure, outcome, frequency } = expected;
  const combinations = exposure.flatMap((own) =>
    outcome.flatMap((theirs) =>
      frequency.flatMap((fOwn) => frequency.map((fTheirs) => ({ own, theirs, fOwn, fTheirs }))),
    ),
  );
  const study = (
    name: string,
    beta: number,
    pairs: readonly string[],
    frequencies: readonly (number | null)[],
  ): SummaryStatistics =>
    associations({
      name,
      variantId: pairs.map((_, i) => `v${i}`),
      effectAllele: pairs.map((pair) => pair.split("/")[0]),
      otherAllele: pairs.map((pair) => pair.split("/")[1]),
      effectAlleleFrequency: frequencies.map((value) => value ?? NaN),
      beta: pairs.map(() => beta),
      standardError: pairs.map(() => 0.01),
    });
  const tables = {
    exposure: study(
      "exposure",
      0.1,
      combinations.map(({ own }) => own),
      combinations.map(({ fOwn }) => fOwn),
    ),
    outcome: study(
      "outcome",
      0.05,
      combinations.map(({ theirs }) => theirs),
      combinations.map(({ fTheirs }) => fTheirs),
    ),
  };

  test.each([1, 2, 3])("action %i", (action) => {
    const { columns } = harmonise({ ...tables, policy: POLICIES[action - 1] });
    let same = 0;
    const different = new Map<string, number>();
    combinations.forEach(({ own, theirs }, i) => {
      const code = parseInt(expected.actions[action - 1][i], 36);
      const peer = {
        isKept: (code & KEPT) !== 0,
        isPalindromic: (code & PALINDROMIC) !== 0,
        sign: (code & OPPOSITE) !== 0 ? -1 : 1,
      };
      const ours = {
        isKept: columns.isKept[i] === 1,
        isPalindromic: columns.isPalindromic[i] === 1,
        sign: Number.isNaN(columns.betaOutcome[i]) ? peer.sign : Math.sign(columns.betaOutcome[i]),
      };
      if (
        peer.isKept === ours.isKept &&
        peer.isPalindromic === ours.isPalindromic &&
        peer.sign === ours.sign
      ) {
        same++;
        return;
      }
      const reason = knownDifference(action, own, theirs);
      expect(reason, `${own} ${theirs}: ${JSON.stringify({ peer, ours })}`).toBeDefined();
      different.set(reason!, (different.get(reason!) ?? 0) + 1);
    });
    const counts = [...different].map(([reason, count]) => `${count} ${reason}`);
    console.log(
      `action ${action}: ${same} of ${combinations.length} as the peer; ${counts.join("; ")}`,
    );
    expect(same).toBeGreaterThan(10_000);
  });
});

/** Why we decide otherwise; undefined where nothing excuses it. */
function knownDifference(action: number, own: string, theirs: string): string | undefined {
  const pairs = [own, theirs].map((pair) => pair.split("/"));
  if (pairs.some(([effect, other]) => effect === other)) return "one allele twice is no variant";
  if (
    pairs.every((alleles) => alleles.some((allele) => allele.length > 1) && !alleles.includes(""))
  )
    return "the other strand of an indel is the reverse complement, not the complement";
  if (action === 1 && pairs.some((alleles) => alleles.includes("")))
    return "a single allele that is neither of two is kept by the peer";
  return undefined;
}

describe.skipIf(!hasData("mr-bmi-chd-twosamplemr"))(
  "TwoSampleMR's own tables (needs ../shared/data)",
  () => {
    const read = (name: string): TextTable => reference(`mr-bmi-chd-twosamplemr/${name}`);
    /** The file has no names of columns in the form of `columns.ts`. */
    const table = (
      { columns }: TextTable,
      name: string,
      names: readonly [effect: string, other: string, frequency: string, beta: string],
      standardError: readonly string[] | undefined,
    ): SummaryStatistics =>
      associations({
        name,
        variantId: columns["SNP"],
        effectAllele: columns[names[0]],
        otherAllele: columns[names[1]],
        effectAlleleFrequency: columns[names[2]].map(Number),
        beta: columns[names[3]].map(Number),
        standardError: standardError?.map(Number) ?? columns["SNP"].map(() => 1),
      });
    const numbers = (given: ArrayLike<number>): string[] =>
      Array.from(given, (value) => String(Number(value.toPrecision(12))));

    test.each([1, 2, 3])(
      "BMI and coronary heart disease, action %i: all rows and columns",
      (action) => {
        const all = read("expected_harmonise.tsv");
        const rows = all.columns["action"].flatMap((value, i) =>
          value === String(action) ? [i] : [],
        );
        const peer = takeRows(all, rows).columns;
        const named = (of: string): readonly [string, string, string, string] => [
          `effect_allele.${of}`,
          `other_allele.${of}`,
          `eaf.${of}`,
          `beta.${of}`,
        ];
        const exposureFile = read("bmi_exposure_79snps.tsv");
        const outcomeFile = read("chd_outcome_79snps.tsv");
        const harmonised = harmonise({
          exposure: table(
            exposureFile,
            "BMI",
            named("exposure"),
            exposureFile.columns["se.exposure"],
          ),
          outcome: table(outcomeFile, "CHD", named("outcome"), outcomeFile.columns["se.outcome"]),
          policy: POLICIES[action - 1],
        });
        const { columns } = harmonised;
        const order = peer["SNP"].map((id) => columns.variantId.indexOf(id));
        const pick = <T>(column: ArrayLike<T>): T[] => order.map((row) => column[row]);
        const said = (flags: readonly boolean[]): string[] =>
          flags.map((flag) => (flag ? "TRUE" : "FALSE"));
        expect(order.length).toBe(79);
        const texts = (values: readonly string[]): string[] => numbers(values.map(Number));
        expect(pick(columns.effectAllele)).toEqual(peer["effect_allele.exposure"]);
        expect(pick(columns.otherAllele)).toEqual(peer["other_allele.exposure"]);
        expect(pick(columns.effectAllele)).toEqual(peer["effect_allele.outcome"]);
        expect(pick(columns.otherAllele)).toEqual(peer["other_allele.outcome"]);
        expect(numbers(pick(columns.betaExposure))).toEqual(texts(peer["beta.exposure"]));
        expect(numbers(pick(columns.betaOutcome))).toEqual(texts(peer["beta.outcome"]));
        expect(numbers(pick(columns.effectAlleleFrequencyExposure))).toEqual(
          texts(peer["eaf.exposure"]),
        );
        expect(numbers(pick(columns.effectAlleleFrequencyOutcome))).toEqual(
          texts(peer["eaf.outcome"]),
        );
        const verdicts = pick(columns.verdict);
        expect(said(verdicts.map((verdict) => verdict === "alleles differ"))).toEqual(
          peer["remove"],
        );
        expect(said(pick(columns.isPalindromic).map(Boolean))).toEqual(peer["palindromic"]);
        expect(said(pick(columns.isKept).map(Boolean))).toEqual(peer["mr_keep"]);
        if (action === 2)
          expect(said(verdicts.map((verdict) => verdict === "ambiguous strand"))).toEqual(
            peer["ambiguous"],
          );
      },
    );

    test("alleles.txt: the direction that each note tells", () => {
      // Its header has one name too many: rows are id, four alleles, two effects, two frequencies, direction, note.
      const { columns: file } = read("alleles.txt");
      const names = ["effect", "other", "frequency", "beta"] as const;
      const study = (fields: readonly [string, string, string, string]): SummaryStatistics =>
        table(
          {
            rowCount: file["test"].length,
            columns: {
              SNP: file["test"],
              ...Object.fromEntries(names.map((name, i) => [name, file[fields[i]]])),
            },
          },
          "alleles.txt",
          names,
          undefined,
        );
      const { columns } = harmonise({
        exposure: study(["SNP", "A1", "betaB", "B2"]),
        outcome: study(["A2", "B1", "fA", "betaA"]),
      });
      const directions = file["fB"].map(Number);
      expect(Array.from(columns.betaOutcome, (beta) => (Number.isNaN(beta) ? 0 : beta))).toEqual(
        directions,
      );
      const ambiguous = file["note"].map((note) => note.startsWith("palindromic"));
      expect(columns.verdict.map((verdict) => verdict === "ambiguous strand")).toEqual(ambiguous);
    });
  },
);
