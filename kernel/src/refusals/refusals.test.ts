import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readNotebook } from "../document/notebook.ts";
import { refusalOf } from "../requests/refusal.ts";
import { CHINESE } from "./chinese.ts";
import { ENGLISH } from "./english.ts";
import { KernelRefusal } from "./kernel-refusal.ts";
import type { Account, RefusalWords } from "./refusal-words.ts";

const HAN = /\p{Script=Han}/u;
const TAGS = Object.keys(ENGLISH.refusals) as (keyof RefusalWords)[];

function accountOf(words: RefusalWords, tag: keyof RefusalWords): Account {
  return (words[tag] as (...facts: string[]) => Account)("frequencies", "here");
}

test.each(TAGS)("%s says what, why and what to do, in English and in Chinese", (tag) => {
  const [english, chinese] = [ENGLISH, CHINESE].map(({ refusals }) => accountOf(refusals, tag));
  for (const part of ["what", "why", "remedy"] as const) {
    expect(english[part].length).toBeGreaterThan(3);
    expect(english[part]).not.toMatch(HAN);
    expect(chinese[part]).toMatch(HAN);
  }
});

test("a refusal is English in itself, and says to a page in its language", () => {
  const error = new KernelRefusal("not-found", "data/a.bed", "/home");
  expect(error.message).toMatch(
    /^The data service sees no file data\/a\.bed\. It looked in \/home/,
  );
  expect(refusalOf(error, false, "en")).toEqual({
    ...{ tag: "not-found", what: error.what, why: error.why, remedy: error.remedy },
  });
  expect(refusalOf(error, false, "zh-CN")).toMatchObject({
    tag: "not-found",
    what: "数据服务找不到文件 data/a.bed。",
    why: expect.stringContaining("/home") as string,
  });
});

test("what cannot become a document is foreseen, not unexpected", () => {
  const thrown = (() => {
    try {
      return readNotebook('{"nbformat": 3, "worksheets": []}');
    } catch (error) {
      return error;
    }
  })();
  const { tag, why, remedy } = refusalOf(thrown, false, "zh-CN");
  expect([tag, why, remedy]).toEqual([
    "notebook-format",
    "文档由格式 4 的笔记本做成；此笔记本是格式 3。",
    "请在 JupyterLab 中打开并重新保存。",
  ]);
});

test("the library's own words stay English, behind words of the page that say what kind they are", async () => {
  const { FormatError } = await import("@genobook/analysis");
  const account = { what: "W.", why: "Y.", remedy: "R." };
  const error = new FormatError("a.bed", account);
  expect(refusalOf(error, false, "en")).toEqual({ tag: "format", ...account });
  expect(refusalOf(error, false, "zh-CN")).toEqual({
    ...{ tag: "format", why: "Y.", remedy: "R." },
    what: "文件内容与其格式不符。分析库的说明（英文）：W.",
  });
  const other = { isAnalysisError: true, tag: "of-a-later-version", ...account };
  expect(refusalOf(other, false, "zh-CN").what).toMatch(/^分析库拒绝了这一请求。/);
});

test("every tag of the library's errors has its kind in Chinese", () => {
  const sources = fileURLToPath(new URL("../../../analysis/src/", import.meta.url));
  const tags = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) => [
      ...readFileSync(sources + name, "utf8").matchAll(/readonly tag(?:: string)? = "([\w-]+)"/g),
    ])
    .map(([, tag]) => tag);
  expect(tags.length).toBeGreaterThan(30);
  const account = { what: "W.", why: "Y.", remedy: "R." };
  for (const tag of tags) {
    expect(CHINESE.fromLibrary(tag, account).what, tag).not.toMatch(/^分析库拒绝/);
  }
});
