import { expect, test } from "vitest";
import { CONTROL_LENGTH, STOP } from "./job.ts";
import { laneTurns, Stopped, threadTurns } from "./turns.ts";

const shared = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));

test("blocks of one thread have their turns in order, each part on its own", async () => {
  const turns = laneTurns(shared(CONTROL_LENGTH));
  const parts = shared(2);
  const done: string[] = [];
  const take = async (part: number, block: number): Promise<void> =>
    turns.inOrderOfPart(parts, part, block, () => done.push(`part ${part}, block ${block}`));
  const whole = turns.inOrder(1, () => done.push("block 1"));
  const waiting = [take(0, 2), take(1, 1), take(0, 1)];
  await take(1, 0);
  expect(done[0]).toBe("part 1, block 0");
  expect(done.join()).not.toContain("part 0");
  await take(0, 0);
  await Promise.all(waiting);
  expect(done.filter((text) => text.startsWith("part 0"))).toEqual(
    [0, 1, 2].map((block) => `part 0, block ${block}`),
  );
  expect(done).toContain("part 1, block 1");
  expect(done).not.toContain("block 1");
  await turns.inOrder(0, () => done.push("block 0"));
  await whole;
  expect(done.slice(-2)).toEqual(["block 0", "block 1"]);
});

test("a block that has had its turn is not taken again; a stop ends the waiting", async () => {
  const control = shared(CONTROL_LENGTH);
  const turns = threadTurns(control);
  const parts = shared(1);
  let times = 0;
  const count = (): number => times++;
  await turns.inOrderOfPart(parts, 0, 0, count);
  await turns.inOrderOfPart(parts, 0, 0, count);
  expect(times).toBe(1);
  control[STOP] = 1;
  expect(() => turns.inOrderOfPart(parts, 0, 5, count)).toThrow(Stopped);
});
