import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judgeAnswer } from "./answers.ts";
import { copiesOf, startOf } from "./copies.ts";
import type { NotebookCell, NotebookContent } from "./copies.ts";
import { exercise } from "./exercise.ts";
import { sealCells } from "./seal-cells.ts";
import { withoutSolutions } from "./solution-marks.ts";
import { teachingWords } from "./words/words.ts";
import { writeCopies } from "./write-copies.ts";

const { verdict: VERDICT } = teachingWords("en");

describe("answers", () => {
  test.each([
    [0.31, 0.3, 0.02, "Right."],
    [0.32, 0.3, 0.02, "Right."],
    [0.33, 0.3, 0.02, "too large"],
    [-0.3, 0.3, 0.02, "which allele is the effect allele"],
    [Math.exp(0.3), 0.3, 0.02, "odds ratio"],
    [Math.log(1.35), 1.35, 0.02, "logarithm"],
    [30, 0.3, 0.01, "percentage"],
    ["0.3", 0.3, 0.02, "a number"],
    [NaN, 0.3, 0.02, "no answer yet"],
    [undefined, 0.3, 0.02, "no answer yet"],
    [Promise.resolve(0.3), 0.3, 0.02, "await"],
    [" MR  egger", "MR Egger", 0, "Right."],
    ["IVW", "MR Egger", 0, "not it"],
    [3, "MR Egger", 0, "a text"],
    [["rs2", "rs1"], ["rs1", "rs2"], 0, "Right."],
    [["rs1"], ["rs1", "rs2"], 0, "1 of your 1 are right; 1 more"],
    [["rs1", "rs2", "rs3"], ["rs1", "rs2"], 0, "1 do not belong"],
    ["rs1", (given: unknown) => given === "rs1", 0, "Right."],
    ["rs2", () => "Look at the funnel plot.", 0, "Look at the funnel plot."],
  ] as const)("%s against %s within %s: %s", (given, truth, within, said) => {
    const { message, isRight } = judgeAnswer(given, truth, within, VERDICT);
    expect(message).toContain(said);
    expect(isRight).toBe(said === "Right.");
  });

  test("a text where a list of names belongs is not taken letter by letter", () => {
    expect(judgeAnswer("rs1", ["rs1"], 0, VERDICT).message).toContain("a list of names");
  });
});

describe("exercise", () => {
  const posed = () =>
    exercise({
      question: "How large?",
      answer: 0.3,
      within: 0.02,
      hints: ["a", "b"],
      because: "So.",
    });

  test("counts attempts, offers hints one after the other, says why once it is right", () => {
    const one = posed();
    expect(one.check(0.5).message).toBe("That is too large. There are 2 hints: hint().");
    expect([one.hint(), one.hint(), one.hint()]).toEqual([
      "Hint 1 of 2: a",
      "Hint 2 of 2: b",
      "Hint 2 of 2: b",
    ]);
    expect(one.check(0.31)).toMatchObject({ isRight: true, message: "Right. So.", attempts: 2 });
    expect(one.isSolved).toBe(true);
    one.reset();
    expect([one.isSolved, one.attempts]).toEqual([false, 0]);
  });

  test("shows itself as text and as HTML in which nothing is code", () => {
    const verdict = exercise({ question: "<b>?", answer: "x", because: "<i>" }).check("x");
    const display = (verdict as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for("Jupyter.display")
    ]();
    expect(display["text/plain"]).toBe("✓ Right. <i>");
    expect(display["text/html"]).toContain("<strong>Right.</strong> &lt;i&gt;");
  });

  test("an exercise without question, answer or tolerance is refused", () => {
    expect(() => exercise({ question: " ", answer: 1 })).toThrow("needs a question");
    expect(() => exercise({ question: "?", answer: NaN })).toThrow("no answer to compare");
    expect(() => exercise({ question: "?", answer: 1, within: -1 })).toThrow("tolerance");
  });
});

const SOURCE = `const slope = exercise({ question: "?", answer: 0.3 });
function mine() {
  // solution: the weighted median
  return 0.3;
  // end solution
}
slope.check(mine())`;

function cell(cellType: string, source: string | string[], tags: string[] = []): NotebookCell {
  return {
    cell_type: cellType,
    source,
    metadata: tags.length > 0 ? { tags } : {},
    ...(cellType === "code" && { outputs: [{ output_type: "stream" }], execution_count: 3 }),
  };
}

const NOTEBOOK: NotebookContent = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "genobook" } },
  cells: [
    cell("markdown", "# Slopes"),
    cell("code", SOURCE.split(/(?<=\n)/)),
    cell("markdown", "Ask who found the sign.", ["instructor"]),
    cell("code", "plot.qq(result)"),
  ],
};

describe("copies", () => {
  test("a solution gives way to its task, at its indentation", () => {
    expect(withoutSolutions(SOURCE, { cellNumber: 1 })).toEqual({
      solutions: 1,
      source: `const slope = exercise({ question: "?", answer: 0.3 });
function mine() {
  // Your turn: the weighted median
}
slope.check(mine())`,
    });
  });

  test.each([
    ["// solution\n1", 'Cell 2, line 1: "// solution" has no'],
    ["1\n// end solution", 'Cell 2, line 2: "// end solution" has no'],
    ["// solution\n// solution\n// end solution", "Cell 2, line 1"],
  ])("marks without a partner are named: %j", (source, said) => {
    expect(() => withoutSolutions(source, { cellNumber: 2 })).toThrow(said);
  });

  test("the student gets no solution, no note and no output; both can reset", async () => {
    const { student, instructor, exercises, sealed, readable } = await copiesOf(
      NOTEBOOK,
      sealCells,
    );
    expect({ exercises, sealed, readable }).toEqual({ exercises: 1, sealed: 1, readable: [] });
    expect(student.cells[1].source).toContain('exercise({ question: "?", seal: "');
    expect(JSON.stringify(student)).not.toContain("0.3");
    expect(JSON.stringify(student)).not.toContain("return 0.3");
    expect(JSON.stringify(student)).not.toContain("Ask who");
    expect(student.cells).toHaveLength(3);
    expect(student.cells[1]).toMatchObject({ outputs: [], execution_count: null });
    expect(student.cells[2]).toMatchObject({ outputs: [], execution_count: null });
    expect(startOf(student.cells[1].metadata)).toBe(student.cells[1].source);
    expect(startOf(instructor.cells[1].metadata)).toBe(
      withoutSolutions(SOURCE, { cellNumber: 2 }).source,
    );
    expect(instructor.cells[1].source).toEqual(NOTEBOOK.cells[1].source);
    expect(startOf(instructor.cells[3].metadata)).toBeUndefined();
  });

  test("a notebook without exercises is refused in words", async () => {
    const plain = { ...NOTEBOOK, cells: [cell("code", "1")] };
    await expect(copiesOf(plain, sealCells)).rejects.toThrow("no exercises");
  });
});

describe("copies in files", () => {
  let folder = "";
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "genobook-copies-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("are written, written again, and never over another notebook", async () => {
    const path = join(folder, "slopes.ipynb");
    writeFileSync(path, JSON.stringify(NOTEBOOK));
    const { student } = await writeCopies(path, folder);
    expect(JSON.parse(readFileSync(student, "utf8"))).toMatchObject({
      metadata: { genobook: { copy: "student" } },
    });
    expect((await writeCopies(path, folder)).student).toBe(student);
    writeFileSync(student, JSON.stringify(NOTEBOOK));
    await expect(writeCopies(path, folder)).rejects.toThrow("not such a copy");
  });

  test("what is no notebook is refused", async () => {
    const path = join(folder, "no.ipynb");
    writeFileSync(path, "{");
    await expect(writeCopies(path, folder)).rejects.toThrow("not JSON");
    writeFileSync(path, "[]");
    await expect(writeCopies(path, folder)).rejects.toThrow("no list of cells");
  });
});
