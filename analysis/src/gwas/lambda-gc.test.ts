import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { Table } from "../table.ts";
import { isOtherAlleleMinor } from "./effect-allele.ts";
import { explainErrorCode } from "./error-codes.ts";
import { lambdaGC } from "./lambda-gc.ts";
import { VERSION } from "./version.ts";

const uniformP = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => -Math.log10((i + 0.5) / count));

test("uniform P give 1, with an odd and an even number of them", () => {
  expect(lambdaGC(new Table({ negLog10PValue: uniformP(1001) }))).toBeCloseTo(1, 12);
  expect(lambdaGC(new Table({ negLog10PValue: uniformP(1000) }))).toBeCloseTo(1, 5);
});

test("rows with a code or without P do not count", () => {
  const negLog10PValue = Float64Array.of(...uniformP(1001), 300, NaN);
  const errorCode = [...Array<string>(1001).fill("."), "UNFINISHED", "CORR_TOO_HIGH"];
  expect(lambdaGC(new Table({ negLog10PValue, errorCode }))).toBeCloseTo(1, 12);
  expect(lambdaGC(new Table({ negLog10PValue: Float64Array.of(NaN) }))).toBeNaN();
});

test("λ1000 of a study of 1000 and 1000 is λ, of a larger one nearer to 1", () => {
  const table = new Table({ negLog10PValue: uniformP(1001).map((x) => 1.3 * x) });
  const lambda = lambdaGC(table);
  expect(lambda).toBeGreaterThan(1);
  expect(lambdaGC(table, { cases: 1000, controls: 1000 })).toBeCloseTo(lambda, 12);
  expect(lambdaGC(table, { cases: 10_000, controls: 10_000 }) - 1).toBeCloseTo(
    (lambda - 1) / 10,
    12,
  );
});

test("a table without P is refused", () => {
  expect(() => lambdaGC(new Table({ beta: Float64Array.of(1) }))).toThrow(/negLog10PValue/);
});

test("a tie of alleles goes where PLINK 2's reciprocal sends it", () => {
  const tie = (people: number): boolean =>
    isOtherAlleleMinor(
      { twos: Int32Array.of(0), ones: Int32Array.of(people), missing: Int32Array.of(0) },
      people,
      0,
    );
  expect([48, 49, 50].map(tie)).toEqual([false, true, false]);
});

test("every code has its words; an unknown one says so", () => {
  expect(explainErrorCode("VIF_TOO_HIGH")).toContain("50");
  expect(explainErrorCode("NO_SUCH")).toContain("Unknown");
});

test("the version in provenance is the package's", () => {
  const path = new URL("../../package.json", import.meta.url);
  expect((JSON.parse(readFileSync(path, "utf8")) as { version: string }).version).toBe(VERSION);
});
