import { expect, test } from "vitest";
import { openRegion } from "./open-region.ts";

const asks = { plotId: "manhattan-1", chromosome: 6, from: 1, to: 9, referenceVariantId: "rs1" };
const { signal } = new AbortController();

test("the library that the cells use opens the region, and can be stopped", async () => {
  const asked: unknown[] = [];
  const spec = { usermeta: { genobook: { kind: "regional" } } };
  const library = {
    plot: {
      openRegion: (...given: unknown[]) => {
        asked.push(given);
        return Promise.resolve({ spec, hits: [] });
      },
    },
  };
  const load = (): Promise<Record<string, unknown>> => Promise.resolve(library);
  expect(await openRegion(asks, { load, signal })).toEqual({ spec, hits: [] });
  expect(asked).toEqual([
    ["manhattan-1", { chromosome: 6, from: 1, to: 9, reference: "rs1", signal }],
  ]);
});

test("an older library is told apart from a plot that is gone", async () => {
  const load = (): Promise<Record<string, unknown>> => Promise.resolve({ plot: {} });
  await expect(openRegion(asks, { load, signal })).rejects.toThrow("opens no regions");
});
