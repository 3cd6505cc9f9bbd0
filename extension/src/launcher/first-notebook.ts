import type { Contents } from "@jupyterlab/services";

const FOLDER = "learn";
const NAME = "01-first-gwas.ipynb";

/**
 * Finds the first notebook of the course below the folder that JupyterLab serves.
 *
 * @returns its path, or undefined where the course is not there; folders are listed, so that a missing one is no error
 */
export async function findFirstNotebook(
  contents: Pick<Contents.IManager, "get">,
): Promise<string | undefined> {
  const root = await entries(contents, "");
  if (!root.some(({ name, type }) => name === FOLDER && type === "directory")) return undefined;
  const lessons = await entries(contents, FOLDER);
  return lessons.find(({ name }) => name === NAME)?.path;
}

async function entries(
  contents: Pick<Contents.IManager, "get">,
  folder: string,
): Promise<readonly Contents.IModel[]> {
  const model = await contents.get(folder, { type: "directory", content: true });
  return model.content as Contents.IModel[];
}
