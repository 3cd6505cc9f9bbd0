import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a package's source may take from the other two: the kernel stands on the library, the extension beside it. */
const ALLOWED: Record<string, readonly RegExp[]> = {
  analysis: [],
  // The prelude imports the kernel by its own door, as a cell would.
  kernel: [/^@genobook\/analysis$/, /^@genobook\/kernel$/],
  extension: [
    /^@genobook\/analysis\/describe$/,
    /^@genobook\/kernel\/messages$/,
    // Copies of a notebook are made in the page by the code that the command line runs.
    /^@genobook\/kernel\/teaching$/,
  ],
};

function imports(folder: string): { file: string; specifier: string }[] {
  return readdirSync(join(root, folder, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, "src", name), "utf8");
      const found = text.matchAll(
        /^(?:import|export)\b[^;]*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm,
      );
      return Array.from(found, (match) => ({
        file: join(folder, "src", name),
        specifier: match[1] ?? match[2],
      }));
    });
}

describe("who may import whom, between packages", () => {
  test.each(Object.keys(ALLOWED))(
    "%s takes from the others only what the house plan says",
    (name) => {
      const all = imports(name);
      expect(all.length).toBeGreaterThan(20);
      const foreign = all.filter(
        ({ specifier }) =>
          /^@genobook\//.test(specifier) &&
          !ALLOWED[name].some((allowed) => allowed.test(specifier)),
      );
      const outside = all.filter(({ specifier }) =>
        /^(?:\.\.\/)+(?:analysis|kernel|extension)\//.test(specifier),
      );
      expect([...foreign, ...outside]).toEqual([]);
    },
  );

  test("only the kernel knows ZeroMQ, and the library knows neither Vega nor Jupyter", () => {
    const takes = (folder: string, pattern: RegExp): string[] =>
      imports(folder)
        .filter(({ specifier }) => pattern.test(specifier))
        .map(({ file, specifier }) => `${file}: ${specifier}`);
    expect(
      takes("analysis", /^(?:zeromq|vega|vega-lite|vega-embed|@jupyterlab\/|@lumino\/|react)/),
    ).toEqual([]);
    expect(takes("extension", /^(?:zeromq|node:)/)).toEqual([]);
  });
});
