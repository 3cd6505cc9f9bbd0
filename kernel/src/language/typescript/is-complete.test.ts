import { expect, test } from "vitest";
import { isComplete } from "./is-complete.ts";

test.each([
  "",
  "x",
  "x +\ny",
  "function f() {}",
  "`a\n${b}`",
  "if (a) b; else c",
  "// note",
  "await f()",
])("%j is complete", (code) => expect(isComplete(code)).toEqual({ status: "complete" }));

test.each([
  ["1 +", ""],
  ["let x = `a", ""],
  ["let x = `a${", "  "],
  ["/* note", ""],
  ["function f() {", "  "],
  ["function f() { // note", ""],
  ["if (a) {\n  g(", "    "],
  ["const o = {\n  a: 1,", "  "],
  ["class A {\n  m() {\n    return 1\n  }", "  "],
])("%j waits for more, indented %j", (code, indent) =>
  expect(isComplete(code)).toEqual({ status: "incomplete", indent }),
);

test.each(["let = 3 3", "foo)", "}", "a b", 'let s = "abc\nlet t'])("%j is invalid", (code) =>
  expect(isComplete(code)).toEqual({ status: "invalid" }),
);
