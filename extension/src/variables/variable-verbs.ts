import type { SessionVariable } from "@genobook/kernel/messages";
import { Clipboard } from "@jupyterlab/apputils";
import { NotebookActions, type NotebookPanel } from "@jupyterlab/notebook";
import { insertCell } from "../insert/insert-cell.ts";
import { plotCode, starterCode } from "./variable-code.ts";

type VariableVerb = (variable: SessionVariable, notebook: NotebookPanel | null) => Promise<void>;

/** What the rows' buttons do with a variable, in the notebook that holds it. */
export const variableVerbs: Readonly<Record<"insert" | "show" | "plot" | "copy", VariableVerb>> = {
  async insert(variable, notebook) {
    if (notebook) await insertCell(notebook, starterCode(variable));
  },
  show: ({ name }, notebook) => runInCell(name, notebook),
  async plot(variable, notebook) {
    const code = plotCode(variable);
    if (code !== undefined) await runInCell(code, notebook);
  },
  copy({ name }) {
    Clipboard.copyToSystem(name);
    return Promise.resolve();
  },
};

async function runInCell(code: string, notebook: NotebookPanel | null): Promise<void> {
  if (!notebook) return;
  await insertCell(notebook, code);
  await NotebookActions.run(notebook.content, notebook.sessionContext);
}
