import type { Lab } from "./lab.ts";

/** Waits until style sheets of a theme are in force, what moves has come to rest, and the page is drawn. */
export async function settled({ page }: Pick<Lab, "page">): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const ending = document
      .getAnimations()
      // A spinner never ends.
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await document.fonts.ready;
    await frame();
    await frame();
  });
}
