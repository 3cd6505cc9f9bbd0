import { expect, test } from "vitest";
import { sampleTable, type SampleTable } from "../../io/sample-table.ts";
import { selectPeople } from "../../io/select-people.ts";
import { randomStream } from "../../random.ts";
import { evaluate } from "./evaluate.ts";
import { split } from "./split.ts";
import { tune } from "./tune.ts";

const outcome = { quantitative: "height" };

/** People of their own for each test, as choices are remembered for the session. */
function somePeople(prefix: string, families?: (i: number) => string): SampleTable {
  const random = randomStream(3, prefix);
  const numbers = (): number[] => Array.from({ length: 200 }, () => random.normal());
  const [loose, strict, other] = [numbers(), numbers(), numbers()];
  return sampleTable({
    individualId: loose.map((_, i) => (families ? String(i % 4) : `${prefix}${i}`)),
    familyId: families && loose.map((_, i) => families(i)),
    columns: {
      loose,
      strict,
      other,
      height: loose.map((value, i) => value + 0.5 * strict[i] + random.normal()),
      hasMany: loose.map((value) => Number(value > 0)),
    },
  });
}

function withColumn(people: SampleTable, name: string, values: ArrayLike<number>): SampleTable {
  return sampleTable({
    individualId: people.individualId,
    columns: { height: people.columns["height"], [name]: Array.from(values) },
  });
}

function seenIn(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    expect(error).toMatchObject({ tag: "seen-in-tuning" });
    return (error as { count: number }).count;
  }
  return 0;
}

test("what was chosen among cannot be evaluated by its name on the people who chose", () => {
  const people = somePeople("a");
  const scores = ["loose", "strict"];
  const before = evaluate({ people, score: "loose", outcome });
  expect(before.notices).toEqual([]);
  const { tuning, test: held } = split({ people, seed: 1 });
  const { name } = tune({ tuning, scores, outcome });
  expect(seenIn(() => evaluate({ people, score: name, outcome }))).toBe(tuning.count);
  expect(seenIn(() => evaluate({ people, score: "strict", outcome }))).toBe(tuning.count);
  expect(seenIn(() => evaluate({ people, score: "other", compareWith: name, outcome }))).toBe(
    tuning.count,
  );
  expect(evaluate({ people, score: "other", outcome }).notices).toEqual([]);
  expect(evaluate({ people: held, score: name, outcome }).notices).toEqual([]);
  const chosen = new Set(tuning.individualId);
  const rest = selectPeople(people, (row) => !chosen.has(people.individualId[row]));
  expect(evaluate({ people: rest, score: name, outcome }).notices).toEqual([]);
});

test("it is known as an array, under another name and in another unit", () => {
  const people = somePeople("b");
  const { tuning } = split({ people, seed: 1 });
  tune({ tuning, scores: ["loose", "strict"], outcome });
  const loose = people.columns["loose"] as Float64Array;
  const scaled = loose.map((value) => 5 - 3 * value);
  expect(seenIn(() => evaluate({ people, score: loose, outcome }))).toBe(tuning.count);
  const renamed = withColumn(people, "score", scaled);
  expect(seenIn(() => evaluate({ people: renamed, score: "score", outcome }))).toBe(tuning.count);
  const others = people.columns["other"] as Float64Array;
  const another = withColumn(people, "loose", others);
  expect(evaluate({ people: another, score: "loose", outcome }).notices).toEqual([]);
});

test("a test set of another split is told, and one candidate is no choice", () => {
  const people = somePeople("c");
  const { tuning } = split({ people, seed: 1 });
  tune({ tuning, scores: ["other"], outcome });
  expect(evaluate({ people, score: "other", outcome }).notices).toEqual([]);
  tune({ tuning, scores: ["loose", "strict"], outcome });
  const { test: others } = split({ people, seed: 2 });
  const { notices } = evaluate({ people: others, score: "loose", outcome });
  expect(notices).toEqual([
    expect.stringMatching(/^\d+ of \d+ people to evaluate on were in the tuning set of another/),
  ]);
});

test("people of families are told by both ids", () => {
  const people = somePeople("d", (i) => `f${i >> 2}`);
  const { tuning, test: held } = split({ people, seed: 1 });
  tune({ tuning, scores: ["loose", "strict"], outcome });
  expect(seenIn(() => evaluate({ people, score: "loose", outcome }))).toBe(tuning.count);
  expect(evaluate({ people: held, score: "loose", outcome }).notices).toEqual([]);
});

test("too few of those who chose to tell columns apart are a notice", () => {
  const people = somePeople("e");
  const { tuning } = split({ people, seed: 1 });
  tune({ tuning, scores: ["loose", "strict"], outcome });
  const [one] = tuning.individualId;
  const chosen = new Set(tuning.individualId);
  const rest = selectPeople(people, (row) => {
    const id = people.individualId[row];
    return id === one || !chosen.has(id);
  });
  expect(evaluate({ people: rest, score: "loose", outcome }).notices).toEqual([
    expect.stringMatching(/^1 of \d+ people .*whether it is this one cannot be told/),
  ]);
});

test("a quantity for cases and controls is sent to where it belongs", () => {
  const people = somePeople("f");
  const call = (binary: string | Float64Array): unknown =>
    evaluate({ people, score: "loose", outcome: { binary } });
  expect(() => call("height")).toThrow('Pass outcome: { quantitative: "height" } for a quantit');
  expect(() => call(people.columns["height"] as Float64Array)).toThrow("{ quantitative: values }");
});
