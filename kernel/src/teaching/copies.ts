/** Two copies of one notebook: the instructor's with solutions, the student's without. Pure: the page uses it, too. */

import { languageOf, type PageLanguage } from "../page-language.ts";
import { sealsIn } from "./seal-output.ts";
import type { SealedCell, SealOutput } from "./seal-output.ts";
import { withoutSolutions } from "./solution-marks.ts";
import { teachingWords } from "./words/words.ts";

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
  /** Answers that are sealed in the student's copy. */
  readonly sealed: number;
  /** Exercises whose answer the student can still read, with cell and reason. */
  readonly readable: readonly string[];
}

/** Cells with this tag are in the instructor's copy only. */
export const INSTRUCTOR_TAG = "instructor";

/**
 * Takes solutions, notes to the instructor, answers of exercises and all outputs out of the student's copy. Cells with
 * solutions remember their start, so that "Reset exercise" can bring it back, in both copies. What the copies say by
 * themselves is in the language of the notebook's text: whoever makes them, they are the same.
 *
 * @param seal - puts seals in place of the answers in some cells, with what exercises have left in outputs
 * @param language - of what is said to who makes them
 * @throws Error when nothing is marked, a mark has no partner, or an exercise has no seal; it names the cell
 */
export async function copiesOf(
  notebook: NotebookContent,
  seal: (
    sources: readonly string[],
    seals: readonly SealOutput[],
  ) => Promise<readonly SealedCell[]>,
  language: PageLanguage = "en",
): Promise<Copies> {
  const words = teachingWords(language);
  const spoken = languageOf(textOf(notebook)) ?? "en";
  const stripped = notebook.cells.map((cell, index) => {
    if (cell.cell_type !== "code") return undefined;
    return withoutSolutions(sourceOf(cell), { cellNumber: index + 1, language: spoken, words });
  });
  const posing = notebook.cells.flatMap((cell, index) => {
    const source = stripped[index]?.source ?? "";
    return !isForInstructor(cell) && source.includes("exercise") ? [{ index, source }] : [];
  });
  const made =
    posing.length > 0
      ? await seal(
          posing.map(({ source }) => source),
          sealsIn(notebook.cells),
        )
      : [];
  const said = (list: "readable" | "unsealed"): string[] =>
    made.flatMap((cell, at) =>
      cell[list].map((name) => words.copies.inCell(posing[at]!.index + 1, name)),
    );
  const [readable, unsealed] = [said("readable"), said("unsealed")];
  const sealed = made.reduce((sum, cell) => sum + cell.sealed, 0);
  const closed = new Map(
    made.flatMap((cell, at) =>
      cell.sealed > 0 ? [[posing[at]!.index, cell.source] as const] : [],
    ),
  );
  const prepared = notebook.cells.map((cell, index) => {
    const { source, solutions = 0 } = stripped[index] ?? {};
    return { cell, start: solutions > 0 ? source : undefined, closed: closed.get(index) };
  });
  const exercises = prepared.filter(({ start }) => start !== undefined).length;
  if (unsealed.length > 0) throw new Error(words.copies.notRun(unsealed));
  const isMarked = exercises + sealed + readable.length > 0 || notebook.cells.some(isForInstructor);
  if (!isMarked) throw new Error(words.copies.nothingMarked(INSTRUCTOR_TAG));
  const student = prepared
    .filter(({ cell }) => !isForInstructor(cell))
    .map(({ cell, start, closed: sealedSource }) => {
      const bare =
        cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell;
      const source = sealedSource ?? start ?? cell.source;
      return start === undefined
        ? { ...bare, source }
        : { ...withStart(bare, sealedSource ?? start), source };
    });
  const instructor = prepared.map(({ cell, start }) =>
    start === undefined ? cell : withStart(cell, start),
  );
  return {
    student: named(notebook, student, "student"),
    instructor: named(notebook, instructor, "instructor"),
    exercises,
    sealed,
    readable,
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

function textOf({ cells }: NotebookContent): string {
  return cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(sourceOf)
    .join("\n");
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
