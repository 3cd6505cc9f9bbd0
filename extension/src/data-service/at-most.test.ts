import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test("four works run at a time, in the order they came, and a failing one gives its place back", async () => {
  const gate = atMost(4);
  const begun: number[] = [];
  const end = new Map<number, (fails: boolean) => void>();
  const outcomes = Promise.allSettled(
    Array.from({ length: 7 }, (_, index) =>
      gate(
        () =>
          new Promise<number>((resolve, reject) => {
            begun.push(index);
            end.set(index, (fails) => {
              if (fails) reject(new Error("unreadable"));
              else resolve(index);
            });
          }),
      ),
    ),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  expect(begun).toEqual([0, 1, 2, 3]);
  end.get(2)!(true);
  await settle();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const index of [0, 1, 3]) end.get(index)!(false);
  await settle();
  for (const index of [4, 5, 6]) end.get(index)!(false);
  const statuses = (await outcomes).map(({ status }) => status);
  expect(statuses.filter((status) => status === "rejected")).toHaveLength(1);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
