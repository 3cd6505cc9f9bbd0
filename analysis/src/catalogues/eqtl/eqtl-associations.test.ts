import { expect, test } from "vitest";
import { fixture } from "../../../conformance/catalogues/service.ts";
import { readAssociations } from "./eqtl-associations.ts";

const [row] = fixture("eqtl-associations") as Record<string, unknown>[];
const source = {
  url: "http://service/",
  body: undefined,
  fetched: "2026-09-01T00:00:00Z",
  release: "",
  sha256: "",
  served: "network",
} as const;

test("a region with more rows than a query gives is read in halves", async () => {
  const region = { chromosome: "1", start: 1_000_000, end: 1_499_999 };
  // A thousand rows each 4 kb: 125,000 in all, of which the service gives 100,000 at most.
  const asked: string[] = [];
  const { rows } = await readAssociations(region, (part, start, size) => {
    if (start === 0) asked.push(`${part?.start}-${part?.end}`);
    const places = Array.from({ length: 125 }, (_, i) => region.start + i * 4000);
    const place = places.filter((position) => position >= part!.start && position <= part!.end)[
      start / size
    ];
    if (place === undefined || start >= 100_000) return Promise.resolve(undefined);
    const value = Array.from({ length: size }, (_, i) => ({
      ...row,
      position: place,
      variant: `chr1_${place}_${i}`,
    }));
    return Promise.resolve({ value, source, notices: [] });
  });
  expect(rows).toHaveLength(125_000);
  expect(asked).toEqual(["1000000-1499999", "1000000-1249999", "1250000-1499999"]);
});

test("without a region so many rows are an error", async () => {
  const whole = Array.from({ length: 1000 }, () => row);
  const end = readAssociations(undefined, () =>
    Promise.resolve({ value: whole, source, notices: [] }),
  );
  await expect(end).rejects.toMatchObject({ tag: "incomplete-list" });
});
