import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import type { CodeSource } from "./dataset-code.ts";

/**
 * What arguments of the command name; undefined when they name nothing.
 *
 * @param localPath - of a path of the contents service
 */
export function codeSource(
  args: ReadonlyPartialJSONObject,
  localPath: (path: string) => string,
): CodeSource | undefined {
  const text = (name: string): string | undefined => {
    const value = args[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const path = text("path");
  const source: CodeSource = {
    kind: text("kind") ?? "unknown",
    path: path === undefined ? undefined : localPath(path),
    id: text("id"),
    variable: text("variable"),
    catalogue: text("catalogue"),
    entry: text("entry"),
    isPlotted: args["isPlotted"] === true,
  };
  const isNamed = [source.path, source.id, source.variable, source.entry].some(
    (name) => name !== undefined,
  );
  return isNamed ? source : undefined;
}
