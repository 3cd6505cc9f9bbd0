import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import type { LineageNode, LineageNote } from "./lineage.ts";

/** Inputs of a data set as a list of lists. */
export function LineageView(props: {
  readonly nodes: readonly LineageNode[];
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { nodes, trans } = props;
  return (
    <ul className="jp-GenobookCard-lineage">
      {nodes.map(({ role, text, sha256, notes, inputs }) => (
        <li key={`${role} ${text}`}>
          <span className="jp-GenobookCard-role">{roleText(role, trans)}</span> {text}
          {sha256 !== undefined && (
            <code title={sha256} aria-label={trans.__("SHA-256 %1", sha256)}>
              {trans.__("SHA-256 %1…", sha256.slice(0, 12))}
            </code>
          )}
          {notes.map((note) => (
            <span key={note} className="jp-GenobookBadge jp-GenobookBadge-warning">
              {noteText(note, trans)}
            </span>
          ))}
          {inputs.length > 0 && <LineageView nodes={inputs} trans={trans} />}
        </li>
      ))}
    </ul>
  );
}

function roleText(role: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    file: trans.__("File"),
    dataset: trans.__("Made of"),
    origin: trans.__("Had from"),
    software: trans.__("Made with"),
  };
  return words[role] ?? `${role}:`;
}

function noteText(note: LineageNote, trans: TranslationBundle): string {
  switch (note) {
    case "missing":
      return trans.__("A file is missing");
    case "changed":
      return trans.__("Changed since it was registered");
    case "touched":
      return trans.__("Written to since: check hashes");
    case "other":
      return trans.__("Not what this result was made of");
    case "outdated":
      return trans.__("Older than its inputs");
    case "newer":
      return trans.__("Newer than this result");
    case "unregistered":
      return trans.__("Not in the registry");
  }
}
