import { expect, test } from "vitest";
import type { Answer } from "../network/ask.ts";
import { collectPages, type Page, type PagedList } from "./collect-pages.ts";

const ITEMS = Array.from({ length: 25 }, (_, i) => `item ${i}`);

const answer = (value: Page<string>): Answer<Page<string>> => ({
  value,
  source: {
    url: "http://service/list",
    body: undefined,
    fetched: "2026-09-01T00:00:00.000Z",
    release: "",
    sha256: "",
    served: "network",
  },
  notices: [],
});

/** A list whose order may differ from page to page. */
function listOf(
  orderAt: (index: number, size: number) => readonly string[],
  more: Partial<PagedList<string>> = {},
): { readonly list: PagedList<string>; readonly asked: [number, number, boolean][] } {
  const asked: [number, number, boolean][] = [];
  const list: PagedList<string> = {
    title: "Service",
    noun: "items",
    pageSizes: [10, 7, 4],
    keyOf: (item) => item,
    askPage: (index, size, refresh) => {
      asked.push([index, size, refresh]);
      const items = orderAt(index, size).slice(index * size, (index + 1) * size);
      return Promise.resolve(answer({ items, total: ITEMS.length, index }));
    },
    ...more,
  };
  return { list, asked };
}

test("all items of all pages, once, checked against the total", async () => {
  const { list, asked } = listOf(() => ITEMS);
  const { items, total, notices } = await collectPages(list);
  expect(items).toEqual(ITEMS);
  expect(total).toBe(25);
  expect(notices).toEqual([]);
  expect(asked).toEqual([
    [0, 10, false],
    [1, 10, false],
    [2, 10, false],
  ]);
});

test("items that an unstable order repeats and loses are found in another round, and it is told", async () => {
  const turned = [...ITEMS.slice(5), ...ITEMS.slice(0, 5)];
  const { list, asked } = listOf((index, size) => (size === 10 && index === 1 ? turned : ITEMS));
  const { items, notices } = await collectPages(list);
  expect([...items].sort()).toEqual([...ITEMS].sort());
  expect(notices).toEqual(["5 items came twice in the pages of Service; 2 rounds found all 25"]);
  expect(asked.slice(3).every(([, size, refresh]) => size === 7 && refresh)).toBe(true);
});

test("items that stay missing are an error that tells how many", async () => {
  const { list } = listOf(() => [...ITEMS.slice(0, 20), ...ITEMS.slice(0, 5)]);
  await expect(collectPages(list)).rejects.toMatchObject({
    tag: "incomplete-list",
    found: 20,
    total: 25,
  });
});

test("a limit stops early and is told", async () => {
  const { list, asked } = listOf(() => ITEMS, { limit: 12 });
  const { items, notices } = await collectPages(list);
  expect(items).toEqual(ITEMS.slice(0, 12));
  expect(notices).toEqual(["the first 12 of 25 items"]);
  expect(asked).toHaveLength(2);
});

test("a page that stands for another is asked for again, then refused", async () => {
  let wrong = 1;
  const { list } = listOf(() => ITEMS);
  const mixed: PagedList<string> = {
    ...list,
    askPage: async (index, size, refresh) => {
      const right = await list.askPage(index, size, refresh);
      return index === 1 && wrong-- > 0 ? { ...right, value: { ...right.value, index: 2 } } : right;
    },
  };
  expect((await collectPages(mixed)).items).toEqual(ITEMS);
  wrong = 9;
  await expect(collectPages(mixed)).rejects.toThrow(
    /answers page 2 of items when it is asked for page 1/,
  );
});

test("without a total the end is a short page, and it is told that it could not be checked", async () => {
  const { list, asked } = listOf(() => ITEMS);
  const untold: PagedList<string> = {
    ...list,
    askPage: async (...args) => {
      const { value, ...rest } = await list.askPage(...args);
      return { ...rest, value: { items: value.items, total: undefined } };
    },
  };
  const { items, total, notices } = await collectPages(untold);
  expect(items).toEqual(ITEMS);
  expect(total).toBeNaN();
  expect(notices[0]).toContain("tells no total");
  expect(asked).toHaveLength(3);
});

test("a list that grows while it is read is told", async () => {
  let reads = 0;
  const { list } = listOf(() => ITEMS);
  const growing: PagedList<string> = {
    ...list,
    askPage: async (index, size, refresh) => {
      const right = await list.askPage(index, size, refresh);
      reads += 1;
      return reads === 3
        ? { ...right, value: { ...right.value, total: 26, items: right.value.items } }
        : right;
    },
  };
  const { items, notices } = await collectPages(growing);
  expect(items).toHaveLength(25);
  expect(notices[0]).toContain("changed while it was read: 26 items became 25");
});
