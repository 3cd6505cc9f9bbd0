/** Two copies of one notebook: the instructor's with solutions, the student's without. Pure: the page uses it, too. */

import { withoutSolutions } from "./solution-marks.ts";

/** As much of the notebook format as is needed. */
export interface NotebookContent {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

export interface NotebookCell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

export interface Copies {
  readonly student: NotebookContent;
  readonly instructor: NotebookContent;
  /** Cells with a solution that students do not get. */
  readonly exercises: number;
}

/** Cells with this tag are in the instructor's copy only. */
export const INSTRUCTOR_TAG = "instructor";

/**
 * Takes solutions, notes to the instructor and all outputs out of the student's copy. Cells with solutions remember
 * their start, so that "Reset exercise" can bring it back, in both copies.
 *
 * @throws Error when nothing is marked, or a mark has no partner; it names the cell
 */
export function copiesOf(notebook: NotebookContent): Copies {
  let exercises = 0;
  const prepared = notebook.cells.map((cell, index) => {
    if (cell.cell_type !== "code") return { cell, start: undefined };
    const stripped = withoutSolutions(sourceOf(cell), index + 1);
    if (stripped.solutions > 0) exercises++;
    return { cell, start: stripped.solutions > 0 ? stripped.source : undefined };
  });
  const isMarked = exercises > 0 || notebook.cells.some(isForInstructor);
  if (!isMarked) {
    throw new Error(
      `This notebook has no exercises: put a solution between the lines "// solution" and "// end solution", or the tag "${INSTRUCTOR_TAG}" on a cell.`,
    );
  }
  const student = prepared
    .filter(({ cell }) => !isForInstructor(cell))
    .map(({ cell, start }) => {
      const bare =
        cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell;
      return start === undefined ? bare : { ...withStart(bare, start), source: start };
    });
  const instructor = prepared.map(({ cell, start }) =>
    start === undefined ? cell : withStart(cell, start),
  );
  return {
    student: named(notebook, student, "student"),
    instructor: named(notebook, instructor, "instructor"),
    exercises,
  };
}

/** What an exercise's cell began with; undefined for any other cell. */
export function startOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const { exercise } = (metadata["genobook"] ?? {}) as { exercise?: { start?: unknown } };
  return typeof exercise?.start === "string" ? exercise.start : undefined;
}

/** Whether a notebook was made by `copiesOf`, and which of the two it is. */
export function copyKind(notebook: NotebookContent): string | undefined {
  const { copy } = (notebook.metadata["genobook"] ?? {}) as { copy?: unknown };
  return typeof copy === "string" ? copy : undefined;
}

function sourceOf({ source }: NotebookCell): string {
  return typeof source === "string" ? source : source.join("");
}

function isForInstructor({ metadata }: NotebookCell): boolean {
  const tags = metadata["tags"];
  return Array.isArray(tags) && tags.includes(INSTRUCTOR_TAG);
}

function withStart(cell: NotebookCell, start: string): NotebookCell {
  const genobook = { ...(cell.metadata["genobook"] as object | undefined), exercise: { start } };
  return { ...cell, metadata: { ...cell.metadata, genobook } };
}

function named(
  notebook: NotebookContent,
  cells: readonly NotebookCell[],
  copy: "student" | "instructor",
): NotebookContent {
  const genobook = { ...(notebook.metadata["genobook"] as object | undefined), copy };
  return { ...notebook, cells, metadata: { ...notebook.metadata, genobook } };
}
