import { describe, expect, test } from "vitest";
import type { TrueAnswer } from "./answers.ts";
import { copiesOf } from "./copies.ts";
import type { NotebookContent } from "./copies.ts";
import { exercise } from "./exercise.ts";
import { sealCells } from "./seal-cells.ts";
import { SEAL_MIME } from "./seal-output.ts";
import type { SealOutput } from "./seal-output.ts";
import { judgeSealed, sealAnswer } from "./seal.ts";
import { teachingWords } from "./words/words.ts";

const ENGLISH = teachingWords("en");

const SEALED = "The answer is sealed";

function sealOf(answer: TrueAnswer, within?: number): string {
  const seal = sealAnswer("How large?", { answer, within, because: "So." });
  if (seal === undefined) throw new Error("not sealed");
  return seal;
}

describe("sealed answers", () => {
  test.each([
    // A number with a tolerance: its ends count, what lies beyond does not.
    [0.3, 0.3, 0.02, "Right."],
    [0.32, 0.3, 0.02, "Right."],
    [0.28, 0.3, 0.02, "Right."],
    [0.3201, 0.3, 0.02, SEALED],
    [0.2799, 0.3, 0.02, SEALED],
    [0.34, 0.3, 0.02, SEALED],
    [-12.5, -12, 0.5, "Right."],
    [-12.6, -12, 0.5, SEALED],
    [4.9, 0.3, 5, "Right."],
    [600, 0.3, 5, SEALED],
    [1_234_567.5, 1_234_567, 1, "Right."],
    // One per cent of the answer, without a tolerance.
    [0.303, 0.3, undefined, "Right."],
    [0.297, 0.3, undefined, "Right."],
    [0.3031, 0.3, undefined, SEALED],
    [0.2969, 0.3, undefined, SEALED],
    [-2e-8, -2e-8, undefined, "Right."],
    [-2.03e-8, -2e-8, undefined, SEALED],
    // Just this number.
    [7, 7, 0, "Right."],
    [7n, 7, 0, "Right."],
    [7.0000001, 7, 0, SEALED],
    [-0, 0, undefined, "Right."],
    [0.1, 0, undefined, SEALED],
    // Mistakes that are known, in the words of an open exercise.
    [-0.3, 0.3, 0.02, "which allele is the effect allele"],
    [Math.exp(0.3), 0.3, 0.02, "odds ratio"],
    [Math.log(1.35), 1.35, 0.02, "logarithm"],
    [30, 0.3, 0.01, "percentage"],
    ["0.3", 0.3, 0.02, "a number"],
    [Infinity, 0.3, 0.02, SEALED],
    [NaN, 0.3, 0.02, "no answer yet"],
    [Promise.resolve(0.3), 0.3, 0.02, "await"],
    // Choices and texts.
    [" MR  egger", "MR Egger", undefined, "Right."],
    ["IVW", "MR Egger", undefined, "That is not it."],
    [3, "MR Egger", undefined, "a text"],
    // Lists of names in any order.
    [["rs2", "rs1", "rs2"], ["rs1", "rs2"], undefined, "Right."],
    [new Set(["rs1", "rs2"]), ["rs1", "rs2"], undefined, "Right."],
    [["rs1"], ["rs1", "rs2"], undefined, SEALED],
    [["rs1,rs2"], ["rs1", "rs2"], undefined, SEALED],
    ["rs1", ["rs1"], undefined, "a list of names"],
    [[], [], undefined, "Right."],
  ] as const)("%s against %s within %s: %s", (given, answer, within, said) => {
    const { message, isRight, because } = judgeSealed(given, sealOf(answer, within), ENGLISH);
    expect(message).toContain(said);
    expect(isRight).toBe(said === "Right.");
    expect(because).toBe(isRight ? "So." : undefined);
  });

  test("are right and wrong just where open ones are", () => {
    for (const [answer, within] of [
      [0.3, 0.02],
      [-41.7, 3],
      [1.3e-4, undefined],
      [-250, undefined],
    ] as const) {
      const open = exercise({ question: "?", answer, within });
      const seal = sealOf(answer, within);
      const tolerance = within ?? Math.abs(answer) / 100;
      for (const share of [-1.001, -0.999, 0.2, 0.999, 1.001]) {
        const given = answer + share * tolerance;
        expect(judgeSealed(given, seal, ENGLISH).isRight, String(given)).toBe(
          open.check(given).isRight,
        );
      }
    }
  });

  test("hold neither answer nor reason in what can be read, and are the same each time", () => {
    const seal = sealOf(0.3, 0.02);
    const read = Buffer.from(seal, "base64url").toString("utf8");
    const { grid } = JSON.parse(read) as { grid: { from: number; step: number } };
    expect(read).not.toMatch(/So\.|because|answer/);
    expect(Math.abs(grid.from - 0.3)).toBeGreaterThan(0.02);
    expect(sealOf(0.3, 0.02)).toBe(seal);
    expect(sealAnswer("How small?", { answer: 0.3, within: 0.02 })).not.toBe(seal);
    const text = Buffer.from(sealOf("MR Egger"), "base64url").toString("utf8");
    expect(text).not.toMatch(/egger/i);
  });

  test.each([
    ["a function", () => true, undefined],
    ["a number that is none", Infinity, 1],
    ["a tolerance without end", 1, Infinity],
    ["a tolerance finer than doubles", 1e20, 1e-3],
    ["numbers in a list", [1, 2] as unknown as string[], undefined],
  ] as const)("%s cannot be sealed", (_, answer, within) => {
    expect(sealAnswer("?", { answer, within })).toBeUndefined();
  });
});

describe("an exercise with a seal", () => {
  const posed = () =>
    exercise({ question: "How large?", seal: sealOf(0.3, 0.02), hints: ["a", "b"] });

  test("counts, offers hints, and says why once it is right", () => {
    const one = posed();
    expect(one.check(0.5).message).toBe(
      "That is not it. The answer is sealed: whether yours is too large or too small is not known here. There are 2 hints: hint().",
    );
    expect(one.hint()).toBe("Hint 1 of 2: a");
    expect(one.check(0.31)).toMatchObject({ isRight: true, message: "Right. So.", attempts: 2 });
    one.reset();
    expect([one.isSolved, one.attempts]).toEqual([false, 0]);
  });

  test("that is damaged is refused where it is posed", () => {
    const damaged = sealOf(0.3).slice(4);
    expect(() => exercise({ question: "?", seal: damaged })).toThrow("cannot be read");
    expect(() => exercise({ question: "?", seal: "e30" })).toThrow("cannot be read");
  });
});

function shown(posed: object): SealOutput {
  const display = (posed as Record<symbol, () => Record<string, unknown>>)[
    Symbol.for("Jupyter.display")
  ]();
  return display[SEAL_MIME] as SealOutput;
}

function notebook(...cells: readonly (string | readonly [string, SealOutput])[]): NotebookContent {
  return {
    metadata: {},
    cells: cells.map((made) => {
      const [source, seal] = typeof made === "string" ? [made] : made;
      const outputs = seal ? [{ output_type: "execute_result", data: { [SEAL_MIME]: seal } }] : [];
      return { cell_type: "code", source, metadata: {}, outputs };
    }),
  };
}

describe("seals in a student's copy", () => {
  test("stand for answer, tolerance, reason and what is said beside them", async () => {
    const source = `const slope = exercise({
  question: "How large " + "is it?",
  // The truth of the simulation is 0.3.
  answer: 0.3, // exactly
  within: 0.02,
  hints: ["Take a median.", "It is ({ answer: 9 })."],
  because: "Half are valid.",
});
slope`;
    const { student, instructor, sealed } = await copiesOf(notebook(source), sealCells);
    expect(sealed).toBe(1);
    const seal = sealAnswer("How large is it?", {
      answer: 0.3,
      within: 0.02,
      because: "Half are valid.",
    });
    expect(student.cells[0].source).toBe(`const slope = exercise({
  question: "How large " + "is it?",
  seal: "${seal}",
  hints: ["Take a median.", "It is ({ answer: 9 })."],
});
slope`);
    expect(instructor.cells[0].source).toBe(source);
  });

  test("come from the output where an answer is computed, whichever its form", async () => {
    const answer = [1, 2].reduce((a, b) => a + b);
    const output = shown(exercise({ question: "Sum?", answer, within: 0.5, because: "1 + 2" }));
    expect(output.seal).not.toBeNull();
    const source = 'exercise({ question: "Sum?", answer, "within": half(), because: why })';
    const { student } = await copiesOf(notebook([source, output]), sealCells);
    expect(student.cells[0].source).toBe(
      `exercise({ question: "Sum?", seal: "${String(output.seal)}" })`,
    );
    expect(judgeSealed(3.4, output.seal!, ENGLISH).because).toBe("1 + 2");
  });

  test("that are missing stop the copies, with cell and question", async () => {
    const source = 'const one = exercise({ question: "Sum?", answer: 1 + 2 });';
    await expect(copiesOf(notebook("1", source), sealCells)).rejects.toThrow(
      /^Let the last line of an exercise's cell be the exercise's name, run all cells.*cell 2, “Sum\?”\.$/,
    );
  });

  test("cannot be for functions and options from elsewhere: the teacher is told", async () => {
    const judged = shown(exercise({ question: "Named?", answer: () => true }));
    expect(judged.seal).toBeNull();
    const { readable, sealed, student } = await copiesOf(
      notebook(
        'exercise({ question: "A?", answer: (given) => given > 2 })',
        'exercise({ question: "B?", answer(given) { return given > 2; } })',
        ['exercise({ question: "Named?", answer: judge })', judged],
        "exercise(options)",
        'exercise({ question: "C?", ...options })',
      ),
      sealCells,
    );
    expect(sealed).toBe(0);
    expect(readable).toEqual([
      "cell 1, “A?”: its answer is of a kind that cannot be sealed",
      "cell 2, “B?”: its answer is of a kind that cannot be sealed",
      "cell 3, “Named?”: its answer is of a kind that cannot be sealed",
      "cell 4, “options”: its options do not stand in the call",
      'cell 5, “{ question: "C?", ...options }”: its options do not stand in the call',
    ]);
    expect(student.cells[0].source).toContain("given > 2");
  });

  test("are written once: a copy of a copy keeps them", async () => {
    const first = await copiesOf(notebook('exercise({ question: "A?", answer: 1 })'), sealCells);
    const marked = [...first.student.cells, ...notebook("// solution\n1\n// end solution").cells];
    const again = await copiesOf({ ...first.student, cells: marked }, sealCells);
    expect(again.student.cells[0].source).toBe(first.student.cells[0].source);
  });
});
