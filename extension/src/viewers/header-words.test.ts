import { nullTranslator } from "@jupyterlab/translation";
import { expect, test } from "vitest";
import { headerName, problemText } from "./header-words.ts";

const trans = nullTranslator.load("genobook");

test("keys of headers and problems of rows are words, and unknown ones stay", () => {
  expect(headerName("formatVersion", trans)).toBe("Format version");
  expect(headerName("other_key", trans)).toBe("other_key");
  expect(problemText("missing weight", trans)).toBe("its weight is no number");
  expect(problemText("new", trans)).toBe("new");
});
