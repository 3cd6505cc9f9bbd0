import * as library from "@genobook/analysis";
import { beforeAll, expect, test } from "vitest";
import { heldBytes } from "./held-bytes.ts";
import { sessionVariables } from "./variables.ts";

const { data, gwas, mr, plot, Table } = library;
let values: Record<string, unknown>;
const look = (from: Record<string, unknown>) =>
  sessionVariables({
    values: from,
    library,
    madeIn: (name) => (name === "result" ? 7 : undefined),
  });

beforeAll(async () => {
  const simulated = await data.simulate({ seed: 5, samples: 80, variants: 120 });
  const { genotypes, phenotypes } = simulated;
  const result = await gwas.linear({ genotypes, phenotypes, trait: "height" });
  values = {
    data,
    mr,
    answer: 42,
    simulated,
    result,
    drawing: plot.manhattan(result),
    chi: new Float64Array(50),
    notes: { text: "nothing to list" },
  };
});

test("lists data sets, results, plots and numbers with size, memory, execution and plot", () => {
  const { variables, total } = look(values);
  expect(variables.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    "simulated.genotypes: genotypes",
    "simulated.phenotypes: people",
    "simulated.truth: table",
    "result: associations",
    "drawing: plot",
    "chi: numbers",
  ]);
  expect(total).toBe(6);
  const [genotypes, , , result, drawing, chi] = variables;
  expect(genotypes).toMatchObject({ variants: 120, samples: 80, hasPeople: true });
  expect(genotypes?.bytes).toBeGreaterThan(120 * 20);
  expect(result).toMatchObject({
    variants: 120,
    execution: 7,
    plot: "manhattan",
    hasPeople: false,
  });
  expect(result?.origin).toContain("height");
  expect(drawing).toMatchObject({ type: "manhattan" });
  expect(drawing?.origin).toContain("Manhattan");
  expect(chi).toMatchObject({ rows: 50, bytes: 400, type: "Float64Array" });
});

test("a table gets the plot that reads its columns", () => {
  const instruments = new Table({
    variantId: ["a"],
    betaExposure: Float64Array.of(1),
    standardErrorExposure: Float64Array.of(1),
    betaOutcome: Float64Array.of(1),
    standardErrorOutcome: Float64Array.of(1),
  });
  const p = new Table({ pValue: Float64Array.of(0.1) });
  const other = new Table({ x: Float64Array.of(0.1) });
  expect(look({ instruments, p, other }).variables.map(({ plot: name }) => name)).toEqual([
    "mrScatter",
    "qq",
    undefined,
  ]);
});

test("runs nothing that a cell wrote: neither getters nor traps of proxies", () => {
  let ran = 0;
  const trap = { kind: "table", rowCount: 1 };
  const proxy: unknown = new Proxy(trap, { get: () => ++ran, ownKeys: () => (ran++, []) });
  const own = {
    get kind() {
      ran++;
      return "table";
    },
    get rowCount() {
      return ++ran;
    },
  };
  class Mine {
    get kind(): string {
      ran++;
      return "genotypes";
    }
  }
  const { variables } = look({ proxy, own, mine: new Mine(), inside: { proxy, own } });
  expect(ran).toBe(0);
  expect(variables).toEqual([]);
});

test("tells results of the library's classes without touching what is not loaded yet", () => {
  let touched = 0;
  class Loaded {
    readonly rows = 1;
  }
  class Other {
    readonly rows = 2;
  }
  const part = {
    get Loaded() {
      touched++;
      return Loaded;
    },
    get Later() {
      touched++;
      return Other;
    },
  };
  const { variables } = sessionVariables({
    values: { made: new Loaded(), other: new Other(), plain: {}, part },
    library: { part },
    madeIn: () => undefined,
  });
  expect(variables.map(({ name, kind, type }) => [name, kind, type])).toEqual([
    ["made", "result", "Loaded"],
  ]);
  expect(touched).toBe(1);
});

test("a thousand rows at most, texts cut, and nothing of a person", () => {
  const many = Object.fromEntries(
    Array.from({ length: 1200 }, (_, i) => [`v${i}`, Float64Array.of(i)]),
  );
  const { variables, total } = look(many);
  expect([variables.length, total]).toEqual([1000, 1200]);

  const long = new Table({ x: [1].map(String) }, { method: "m".repeat(5000) });
  expect(look({ long }).variables[0]?.origin).toHaveLength(200);

  const { individualId } = (values["simulated"] as { phenotypes: { individualId: string[] } })
    .phenotypes;
  const text = JSON.stringify(look(values));
  for (const id of individualId) expect(text).not.toContain(id);
});

test("memory counts each buffer once, whole buffers of views, and texts", () => {
  const buffer = new ArrayBuffer(1000);
  expect(heldBytes({ a: new Uint8Array(buffer, 0, 10), b: new Uint8Array(buffer) })).toBe(1000);
  expect(heldBytes({ ids: ["abcd", "efgh"] })).toBe(24);
  const loop: Record<string, unknown> = { text: "12345" };
  loop["self"] = loop;
  expect(heldBytes(loop)).toBe(5);
});
