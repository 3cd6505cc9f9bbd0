import { expect, test } from "vitest";
import { PAGE_ROWS, PageCache, type Page } from "./page-cache.ts";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function opened() {
  const asked: number[] = [];
  const answers = new Map<number, (fails?: boolean) => void>();
  const shown: number[] = [];
  const errors: unknown[] = [];
  const cache = new PageCache({
    load: (from, count) =>
      new Promise((resolve, reject) => {
        asked.push(from);
        const page: Page = {
          from,
          count,
          rowCount: 1e6,
          columns: new Map([["n", Float64Array.from({ length: count }, (_, i) => from + i)]]),
        };
        answers.set(from, (fails = false) => {
          if (fails) reject(new Error("lost"));
          else resolve(page);
        });
      }),
    onPage: ({ from }) => shown.push(from),
    onError: (error) => errors.push(error),
  });
  return { cache, asked, answers, shown, errors };
}

test("a page is asked for once, and its cells are there when it has come", async () => {
  const { cache, asked, answers, shown } = opened();
  expect(cache.cell(5, "n")).toBeUndefined();
  expect(cache.cell(6, "n")).toBeUndefined();
  expect(asked).toEqual([0]);
  answers.get(0)!();
  await settle();
  expect(shown).toEqual([0]);
  expect(cache.cell(5, "n")).toBe(5);
});

test("of a fast scroll the last places are asked for first, and passed ones never", async () => {
  const { cache, asked, answers } = opened();
  for (let page = 0; page < 20; page++) cache.cell(page * PAGE_ROWS, "n");
  expect(asked.map((from) => from / PAGE_ROWS)).toEqual([0, 1, 2]);
  answers.get(0)!();
  await settle();
  answers.get(PAGE_ROWS)!();
  await settle();
  expect(asked.slice(3).map((from) => from / PAGE_ROWS)).toEqual([19, 18]);
});

test("what was asked for before clearing is nobody's, and a failure is told once", async () => {
  const { cache, asked, answers, shown, errors } = opened();
  cache.cell(0, "n");
  cache.clear();
  answers.get(0)!();
  await settle();
  expect(shown).toEqual([]);
  cache.cell(0, "n");
  answers.get(0)!(true);
  await settle();
  cache.cell(0, "n");
  expect(errors).toHaveLength(1);
  expect(asked).toEqual([0, 0]);
});
