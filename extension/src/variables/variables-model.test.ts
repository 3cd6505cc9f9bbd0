import type { SessionVariable } from "@genobook/kernel/messages";
import type { Kernel } from "@jupyterlab/services";
import { Signal } from "@lumino/signaling";
import { expect, test, vi } from "vitest";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { IFollowedKernel, RejoinedKernel } from "../status/followed-kernel-token.ts";
import { plotCode, starterCode } from "./variable-code.ts";
import { VariablesModel } from "./variables-model.ts";

const cohort: SessionVariable = {
  name: "cohort",
  kind: "genotypes",
  type: "",
  variants: 1000,
  samples: 50,
  build: "GRCh38",
  hasPeople: true,
  bytes: 12_000,
};
const result: SessionVariable = {
  name: "result",
  kind: "associations",
  type: "GwasResult",
  variants: 1000,
  hasPeople: false,
  bytes: 90_000,
  plot: "manhattan",
};

function opened() {
  const owner = {} as IFollowedKernel;
  const changed = new Signal<IFollowedKernel, void>(owner);
  const executed = new Signal<IFollowedKernel, void>(owner);
  const fields = {
    notebook: null,
    name: "a.ipynb",
    kernel: { id: "a" } as unknown as Kernel.IKernelConnection | null,
    isBusy: false,
    hasRun: false,
    changed,
    executed,
    rejoined: new Signal<IFollowedKernel, RejoinedKernel>(owner),
    settle: () => undefined,
  };
  const asked: { kernel: unknown; signal: AbortSignal; answer: (v: SessionVariable[]) => void }[] =
    [];
  const kernels = {
    of: (kernel: unknown) =>
      Promise.resolve({
        ask: (_: string, __: object, { signal }: { signal: AbortSignal }) =>
          new Promise((resolve) => {
            const answer = (variables: SessionVariable[]): void =>
              resolve({ answers: { variables, total: variables.length }, buffers: [] });
            asked.push({ kernel, signal, answer });
          }),
      }),
  } as unknown as IDataKernel;
  const page = { isVisible: true, changed: new Signal<object, void>({}) };
  const model = new VariablesModel(fields, kernels, page);
  const follow = (next: Partial<typeof fields>): void => {
    Object.assign(fields, next);
    changed.emit();
  };
  return { model, asked, follow, execute: () => executed.emit(), page };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

test("a hidden list asks nothing; it asks when shown and after cells", async () => {
  const { model, asked, execute, page } = opened();
  execute();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toHaveLength(0);
  model.setShown(true);
  await settle();
  expect(asked).toHaveLength(1);
  asked[0].answer([cohort]);
  await settle();
  expect(model.state).toMatchObject({ phase: "ready", total: 1, notebook: "a.ipynb" });

  execute();
  execute();
  await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 10_000 });
  Object.assign(page, { isVisible: false });
  execute();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toHaveLength(2);
  Object.assign(page, { isVisible: true });
  page.changed.emit();
  await settle();
  expect(asked).toHaveLength(3);
  model.setShown(false);
  expect(asked[2].signal.aborted).toBe(true);
});

test("another notebook is another list, and a late answer of the first is nobody's", async () => {
  const { model, asked, follow } = opened();
  model.setShown(true);
  await settle();
  const second = { id: "b" } as unknown as Kernel.IKernelConnection;
  follow({ kernel: second, name: "b.ipynb" });
  await settle();
  expect(asked.map(({ kernel }) => kernel)).toEqual([{ id: "a" }, second]);
  asked[0].answer([cohort]);
  asked[1].answer([result]);
  await settle();
  expect(model.state).toMatchObject({ notebook: "b.ipynb", variables: [result] });
  follow({ kernel: null, name: "python.ipynb" });
  expect(model.state).toMatchObject({ isOurs: false, variables: [] });
});

test("the filter's words may be of name, kind, type or build", async () => {
  const { model, asked } = opened();
  model.setShown(true);
  await settle();
  asked[0].answer([cohort, result]);
  await settle();
  const named = (filter: string): string[] => {
    model.setFilter(filter);
    return model.filtered.map(({ name }) => name);
  };
  expect(named("grch38")).toEqual(["cohort"]);
  expect(named("GWAS res")).toEqual(["result"]);
  expect(named(" ")).toEqual(["cohort", "result"]);
  expect(named("none")).toEqual([]);
});

test("code begins with what fits the kind; a plot shows itself", () => {
  expect(starterCode(cohort)).toBe("await qc.frequency(cohort)");
  expect(starterCode({ name: "x", kind: "numbers" })).toBe("x");
  expect(plotCode(result)).toBe("plot.manhattan(result)");
  expect(plotCode(cohort)).toBeUndefined();
  expect(plotCode({ name: "drawing", kind: "plot" })).toBe("drawing");
});
