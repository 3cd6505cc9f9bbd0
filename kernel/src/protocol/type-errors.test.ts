import { expect, test } from "vitest";
import { describeDiagnostics } from "./type-errors.ts";

const notFound = (specifier: string): string => {
  const message = `Cannot find module '${specifier}' or its corresponding type declarations.`;
  const place = { line: 1, column: 8, length: 3, code: 2307, severity: "error" } as const;
  return describeDiagnostics("Cell 1", "import x", [{ ...place, message }]).join("\n");
};

test.each([
  ["left-pad", "left-pad"],
  ["lodash/fp", "lodash"],
  ["@scope/name/file.js", "@scope/name"],
])("what is missing of %s is installed as %s", (specifier, name) => {
  expect(notFound(specifier)).toContain(`npm install ${name} in the notebook's folder`);
});

test.each(["./model", "../model.ts", "/model", "node:sqlite2", "#own"])(
  "%s is no package to install",
  (specifier) => {
    expect(notFound(specifier)).not.toContain("npm install");
  },
);

test("where await is missing, that is said", () => {
  const place = { line: 1, column: 1, length: 3, code: 2339, severity: "error" } as const;
  const own = { ...place, message: "Property 'rows' does not exist on type 'Promise<Table>'." };
  const text = (isAwaitMissing: boolean): string =>
    describeDiagnostics("Cell 1", "x.rows", [{ ...own, isAwaitMissing }]).join("\n");
  expect(text(true)).toMatch(/What to do:.* write await before/);
  expect(text(false)).not.toContain("What to do");
});
