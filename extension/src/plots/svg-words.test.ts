import { expect, test } from "vitest";
import { svgWithWords } from "./svg-words.ts";

test("a saved drawing says what it shows, in words that no markup breaks out of", () => {
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40"><g><text>a</text></g></svg>';
  const summary = 'Manhattan plot: 3 loci pass P < 5e-8 & "one" is $& new';
  const saved = svgWithWords(drawing, "Height <b>", summary);
  const { documentElement: svg } = new DOMParser().parseFromString(saved, "image/svg+xml");
  expect(svg.tagName).toBe("svg");
  expect(svg.children[0]?.textContent).toBe("Height <b>");
  expect(svg.children[1]?.textContent).toBe(summary);
  expect(svg.getAttribute("aria-describedby")).toBe(svg.children[1]?.id);
  expect(svg.querySelector("text")?.textContent).toBe("a");
});
