import { nullTranslator } from "@jupyterlab/translation";
import { expect, test, vi } from "vitest";
import { RefusalList } from "./refusal-list.ts";

test("each refusal says what, why and what to do, and its button names the cell it goes to", () => {
  const refusal = { cell: 3, cellId: "c", what: "<b>What.", why: "Why.", remedy: "Remedy." };
  const goTo = vi.fn();
  const list = new RefusalList([refusal], nullTranslator.load("genobook"), goTo);
  const item = list.node.querySelector("li")!;
  expect([...item.querySelectorAll("p")].map(({ textContent }) => textContent)).toEqual([
    "<b>What.",
    "Why.",
    "Remedy.",
  ]);
  const button = item.querySelector("button")!;
  expect(button.textContent).toBe("Go to cell 3");
  button.click();
  expect(goTo).toHaveBeenCalledWith(refusal);
  list.dispose();
});
