import { stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { FileRefusal } from "./file-refusal.ts";

/**
 * The file of this machine that a path of the server names.
 *
 * @param root - the folder that the server shows; a kernel that is started for the path "" works there
 * @throws FileRefusal when it lies outside of that folder, is not there, or is no file
 */
export async function serverPath(path: string, root: string = process.cwd()): Promise<string> {
  const file = resolve(root, path.replace(/^\/+/, ""));
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new FileRefusal({
      tag: "outside",
      what: `${path} lies outside of the folder that Jupyter shows.`,
      why: "Viewers read only what the file browser lists.",
      remedy: "Open the file in a notebook cell by its full path.",
    });
  }
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new FileRefusal({
      tag: "not-found",
      what: `The data service sees no file ${path}.`,
      why: `It looked in ${root}. The file was moved, or this server keeps files and kernels on different machines.`,
      remedy:
        "Refresh the file browser; if the file is there, open it in a notebook cell by the path that the kernel sees.",
    });
  }
  return file;
}
