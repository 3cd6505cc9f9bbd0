import { isRecord, type NotebookContent } from "../notebook.ts";

/** Forms of an output that the gate has looked into. */
const LOOKED_INTO =
  /^(?:text\/(?:plain|html|markdown|latex|csv)|image\/(?:png|jpeg|gif|webp)|application\/(?:json|vnd\.(?:genobook\.plot\.v\d+|vegalite?\.v\d+)(?:\+|\.)json))$/;

/** The notebook as a crate passes it on: its outputs in those forms that were looked into, and no state of widgets. */
export function sharedNotebook(content: NotebookContent): NotebookContent {
  const metadata: Record<string, unknown> = { ...content.metadata };
  delete metadata["widgets"];
  return {
    ...content,
    metadata,
    cells: content.cells.map((cell) => {
      const outputs = cell["outputs"];
      if (!Array.isArray(outputs)) return cell;
      return { ...cell, outputs: outputs.filter(isRecord).map(sharedOutput) };
    }),
  };
}

function sharedOutput(output: Readonly<Record<string, unknown>>): object {
  const { data } = output;
  if (!isRecord(data)) return output;
  const kept = Object.entries(data).filter(([mime]) => LOOKED_INTO.test(mime));
  return { ...output, data: Object.fromEntries(kept) };
}
