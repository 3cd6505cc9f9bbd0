import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { copiesOf, copyKind } from "./copies.ts";
import type { Copies, NotebookContent } from "./copies.ts";
import { sealCells } from "./seal-cells.ts";

export interface WrittenCopies extends Pick<Copies, "exercises" | "sealed" | "readable"> {
  readonly student: string;
  readonly instructor: string;
}

/**
 * Writes `<name>.student.ipynb` and `<name>.instructor.ipynb` of a notebook into a folder. Earlier copies are replaced,
 * other notebooks are not.
 *
 * @throws Error when the file or the folder is not there, the file is no notebook, has no exercises or some
 * that have not been run, or a name is taken
 */
export async function writeCopies(path: string, folder: string): Promise<WrittenCopies> {
  if (!existsSync(path)) {
    throw new Error(`${path} is not there. Give the path of the notebook with the solutions.`);
  }
  if (!existsSync(folder)) throw new Error(`${folder} is no folder. Make it first.`);
  const copies = await copiesOf(readNotebook(path), sealCells);
  const stem = basename(path).replace(/\.ipynb$/, "");
  const targets = {
    student: join(folder, `${stem}.student.ipynb`),
    instructor: join(folder, `${stem}.instructor.ipynb`),
  };
  for (const target of Object.values(targets)) {
    if (existsSync(target) && copyKind(readNotebook(target)) === undefined) {
      throw new Error(
        `${target} is there and is not such a copy. Move it away, or choose a folder.`,
      );
    }
  }
  writeWhole(targets.student, copies.student);
  writeWhole(targets.instructor, copies.instructor);
  const { exercises, sealed, readable } = copies;
  return { ...targets, exercises, sealed, readable };
}

function readNotebook(path: string): NotebookContent {
  const text = readFileSync(path, "utf8");
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not a notebook: it is not JSON.`, { cause: error });
  }
  const { cells, metadata } = (content ?? {}) as Partial<NotebookContent>;
  if (!Array.isArray(cells) || typeof metadata !== "object") {
    throw new Error(`${path} is not a notebook of format 4: it has no list of cells.`);
  }
  return content as NotebookContent;
}

function writeWhole(path: string, notebook: NotebookContent): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(notebook, null, 1)}\n`);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
