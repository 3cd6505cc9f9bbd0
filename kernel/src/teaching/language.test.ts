import { afterEach, describe, expect, test } from "vitest";
import { setNotebookHost } from "../session/notebook-host.ts";
import type { NotebookHost } from "../session/notebook-host.ts";
import { copiesOf } from "./copies.ts";
import type { NotebookContent } from "./copies.ts";
import { exercise } from "./exercise.ts";
import { sealCells } from "./seal-cells.ts";
import { sealAnswer } from "./seal.ts";
import { CHINESE } from "./words/chinese.ts";
import { ENGLISH } from "./words/english.ts";
import { sentences } from "./words/words.ts";

afterEach(() => setNotebookHost(undefined));

/** As if a page in this language had asked the kernel something. */
function shownOnPage(language: "en" | "zh-CN"): void {
  setNotebookHost({ language: () => language } as NotebookHost);
}

function shown(value: object): Record<string, string> {
  const display = (value as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  return display();
}

const HAN = /\p{Script=Han}/u;

describe("an exercise", () => {
  const posed = (question: string) =>
    exercise({ question, answer: 0.3, within: 0.02, hints: ["a", "b"], because: "So." });

  test("with an English question speaks the language of the page, and changes with it", () => {
    const one = posed("How large?");
    expect(one.check(-0.3).message).toMatch(/^The size is right/);
    shownOnPage("zh-CN");
    expect(one.check(-0.3).message).toBe(
      "大小正确，符号不对：哪个等位基因是效应等位基因？有 2 条提示：hint()。",
    );
    expect(one.hint()).toBe("提示 1/2：a");
    const right = one.check(0.3);
    expect(right.message).toBe("正确。 So.");
    expect(shown(right)["text/plain"]).toBe("✓ 正确。 So. （第 3 次作答）");
    expect(shown(right)["text/html"]).toContain("<strong>正确。</strong> So. （第 3 次作答）");
    expect(shown(one)["text/plain"]).toBe("✓ 练习。 How large? 已解答。");
    shownOnPage("en");
    expect(shown(one)["text/plain"]).toBe("✓ Exercise. How large? Solved.");
  });

  test("with a Chinese question is Chinese on every page, so that what is saved is in one language", () => {
    shownOnPage("en");
    const one = exercise({ question: "因果效应有多大？", answer: 0.3, because: "没有偏倚。" });
    expect(shown(one)["text/plain"]).toBe("? 练习。因果效应有多大？");
    expect(one.check("0.3").message).toBe("答案应是一个数。");
    const right = one.check(0.3);
    expect(right.message).toBe("正确。没有偏倚。");
    expect(shown(right)["text/plain"]).toBe("✓ 正确。没有偏倚。（第 2 次作答）");
  });

  test("with a seal says in Chinese what the seal keeps to itself", () => {
    const question = "因果效应有多大？";
    const one = exercise({ question, seal: sealAnswer(question, { answer: 0.3 })! });
    expect(one.check(7).message).toBe("不对。答案已密封：此处无法得知您的答案偏大还是偏小。");
    expect(() => exercise({ question, seal: "e30" })).toThrow("无法读取");
  });

  test("refuses in the language of the page what its author left out", () => {
    shownOnPage("zh-CN");
    expect(() => exercise({ question: " ", answer: 1 })).toThrow("练习需要一个问题");
    expect(() => exercise({ question: "?", answer: NaN })).toThrow("没有可以比对的答案");
    expect(() => exercise({ question: "?", answer: 1, within: -1 })).toThrow("请给出不小于 0 的数");
  });
});

describe("copies", () => {
  const notebook = (markdown: string, ...sources: string[]): NotebookContent => ({
    metadata: {},
    cells: [
      { cell_type: "markdown", source: markdown, metadata: {} },
      ...sources.map((source) => ({ cell_type: "code", source, metadata: {}, outputs: [] })),
    ],
  });
  const solution = (task: string) => `// solution${task}\n1\n// end solution`;
  const started = async (made: NotebookContent, language: "en" | "zh-CN") => {
    const { student } = await copiesOf(made, sealCells, language);
    return student.cells.slice(1).map(({ source }) => source);
  };

  test("are the same whoever makes them: in the language of the notebook", async () => {
    const english = notebook("# Slopes", solution(""), solution(": 加权中位数的估计"));
    const chinese = notebook("# 斜率", solution(""), solution(": weighted median"));
    for (const language of ["en", "zh-CN"] as const) {
      expect(await started(english, language)).toEqual([
        "// Your turn.",
        "// 请完成：加权中位数的估计",
      ]);
      expect(await started(chinese, language)).toEqual([
        "// 请在此作答。",
        "// 请完成：weighted median",
      ]);
    }
  });

  test.each([
    [["1"], /此笔记本没有练习：请用 exercise/],
    [["// solution\n1"], /单元格 2 第 1 行：.*请补上/],
    [
      ['const one = exercise({ question: "Sum?", answer: 1 + 2 });'],
      /^请让练习所在单元格的最后一行.*运行所有单元格并保存.*单元格 2，“Sum\?”。$/,
    ],
  ])("are refused in the language of the page: %j", async (sources, said) => {
    const seal: Parameters<typeof copiesOf>[1] = (cells, seals) => sealCells(cells, seals, "zh-CN");
    await expect(copiesOf(notebook("# Slopes", ...sources), seal, "zh-CN")).rejects.toThrow(said);
  });

  test("name in the language of the page what cannot be sealed", async () => {
    const source = 'exercise({ question: "A?", answer: (given) => given > 2 }); exercise(options)';
    const seal: Parameters<typeof copiesOf>[1] = (cells, seals) => sealCells(cells, seals, "zh-CN");
    const { readable } = await copiesOf(notebook("", source), seal, "zh-CN");
    expect(readable).toEqual([
      "单元格 2，“A?”：这种答案无法密封",
      "单元格 2，“options”：选项没有写在调用之中",
    ]);
  });
});

test("every word of teaching is there in Chinese, and only there", () => {
  const said = (words: object): string[] =>
    Object.values(words).flatMap((word: unknown) => {
      if (typeof word === "string") return [word];
      if (typeof word !== "function") return said(word as object);
      const counts = { given: 3, found: 1, missing: 0, extra: 2 };
      const speak = word as (...given: unknown[]) => string;
      if (speak === ENGLISH.verdict.names || speak === CHINESE.verdict.names)
        return [speak(counts)];
      return [speak(speak.length === 1 ? ["x"] : "x", "y", "z", "u")];
    });
  const [english, chinese] = [said(ENGLISH), said(CHINESE)];
  expect(chinese).toHaveLength(english.length);
  for (const [index, words] of chinese.entries()) {
    expect(english[index]).not.toMatch(HAN);
    if (english[index] !== "") expect(words, english[index]).toMatch(HAN);
  }
});

test("sentences are parted by a space unless both are Chinese", () => {
  expect(sentences("A.", "", "B.")).toBe("A. B.");
  expect(sentences("甲。", "乙。")).toBe("甲。乙。");
  expect(sentences("甲。", "B.", "乙。")).toBe("甲。 B. 乙。");
});
