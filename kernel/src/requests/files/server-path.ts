import { stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";

/**
 * The file of this machine that a path of the server names.
 *
 * @param root - the folder that the server shows; a kernel that is started for the path "" works there
 * @throws KernelRefusal when it lies outside of that folder, is not there, or is no file
 */
export async function serverPath(path: string, root: string = process.cwd()): Promise<string> {
  const file = resolve(root, path.replace(/^\/+/, ""));
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new KernelRefusal("outside", path);
  }
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new KernelRefusal("not-found", path, root);
  }
  return file;
}
