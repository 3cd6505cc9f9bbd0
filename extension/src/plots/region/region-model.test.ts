import { expect, test } from "vitest";
import { type AskRegion, type OpenedRegion, RegionModel } from "./region-model.ts";

const place = { chromosome: 6, from: 1, to: 9, variantId: "rs1" };
const opened = (id: string): OpenedRegion =>
  ({ spec: { usermeta: { genobook: { id } } }, hits: [] }) as unknown as OpenedRegion;

test("of clicks one after the other the latest wins, and the earlier ones are cancelled", async () => {
  const answers: ((region: OpenedRegion) => void)[] = [];
  const signals: AbortSignal[] = [];
  const references: unknown[] = [];
  const ask: AskRegion = ({ referenceVariantId }, signal) => {
    references.push(referenceVariantId);
    signals.push(signal);
    return new Promise((resolve) => answers.push(resolve));
  };
  const model = new RegionModel("manhattan-1", place, ask);
  const first = model.open(place);
  const second = model.refer("rs2");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  answers[1](opened("second"));
  answers[0](opened("first"));
  await Promise.all([first, second]);
  expect(model.state).toEqual({ kind: "shown", region: opened("second") });
  expect(references).toEqual(["rs1", "rs2"]);
});

test("a refusal is kept in its words, and retried with the same question", async () => {
  const refusal = { tag: "kernel-gone", what: "W.", why: "Y.", remedy: "R." };
  let asked = 0;
  const model = new RegionModel("m", place, ({ referenceVariantId }) => {
    expect(referenceVariantId).toBe("rs2");
    return asked++ === 0
      ? Promise.reject(Object.assign(new Error(), { refusal }))
      : Promise.resolve(opened("again"));
  });
  await model.refer("rs2");
  expect(model.state).toEqual({ kind: "refused", refusal });
  await model.retry();
  expect(model.state.kind).toBe("shown");
});
