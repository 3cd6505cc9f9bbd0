import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkNode, findPython } from "./prerequisites.mjs";

const folder = mkdtempSync(join(tmpdir(), "genobook-python-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(name: string, script: string): string[] {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return [file];
}

describe.skipIf(process.platform === "win32")(
  "what a fresh machine may lack (POSIX shells)",
  () => {
    test("an old Node.js is named with what to do", () => {
      expect(() => checkNode("18.20.4")).toThrow(
        /This is Node\.js 18\.20\.4; Genobook needs 20\.19/,
      );
      expect(() => checkNode("20.18.3")).toThrow(/20\.19/);
      expect(() => checkNode("24.0.0")).not.toThrow();
    });

    test("the first Python that is new enough and has venv is taken", () => {
      const absent = [join(folder, "absent")];
      const old = python("old", "echo 3 9");
      const good = python("good", "echo 3 12");
      expect(findPython([absent, old, good])).toEqual({ command: good[0], args: [] });
    });

    test("no Python, an old Python and a Python without venv are three different messages", () => {
      expect(() => findPython([[join(folder, "absent")]])).toThrow(/No Python was found/);
      expect(() => findPython([python("old2", "echo 3 8")])).toThrow(/newest Python found is 3\.8/);
      const bare = python("bare", "echo 3 11; echo 'No module named ensurepip' >&2; exit 1");
      expect(() => findPython([bare])).toThrow(/Python 3\.11 is here, but its venv module is not/);
    });
  },
);
