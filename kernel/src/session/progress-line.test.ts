import { expect, test } from "vitest";
import { createProgressLine } from "./progress-line.ts";

function clockAndLines(): {
  clock: { ms: number };
  shown: { text: string; html: string; isUpdate: boolean }[];
  line: ReturnType<typeof createProgressLine>;
} {
  const clock = { ms: 0 };
  const shown: { text: string; html: string; isUpdate: boolean }[] = [];
  const work = { title: "Scan <all>", total: 1000, unit: "variants" };
  const line = createProgressLine(
    work,
    (data, _, isUpdate) => {
      shown.push({ text: String(data["text/plain"]), html: String(data["text/html"]), isUpdate });
    },
    () => clock.ms,
  );
  return { clock, shown, line };
}

test("nothing is shown for work that takes less than 300 ms", () => {
  const { clock, shown, line } = clockAndLines();
  clock.ms = 299;
  line.report(500);
  line.end();
  expect(shown).toEqual([]);
});

test("a line tells done, total, rate and time left, at most five times a second", () => {
  const { clock, shown, line } = clockAndLines();
  for (clock.ms = 0; clock.ms <= 1000; clock.ms += 10) line.report(clock.ms / 4);
  expect(shown.map(({ isUpdate }) => isUpdate)).toEqual([false, true, true, true]);
  expect(shown[1].text).toBe(
    "Scan <all>: 125 of 1,000 variants (12 %), 250 per second, 3.5 s left",
  );
  expect(shown[1].html).toContain("Scan &lt;all&gt;");
});

test("the end leaves a summary, which says when the work was stopped", () => {
  const whole = clockAndLines();
  whole.clock.ms = 2000;
  whole.line.report(1000);
  whole.line.end();
  whole.line.end();
  expect(whole.shown.at(-1)!.text).toBe("Scan <all>: 1,000 variants in 2.0 s, 500 per second");
  expect(whole.shown).toHaveLength(2);

  const stopped = clockAndLines();
  stopped.clock.ms = 70_000;
  stopped.line.report(350);
  stopped.line.end();
  expect(stopped.shown.at(-1)!.text).toBe(
    "Scan <all>: stopped at 350 of 1,000 variants after 1 min 10 s, 5 per second",
  );
});
