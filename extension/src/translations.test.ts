import { TranslationManager } from "@jupyterlab/translation";
import { describe, expect, test } from "vitest";
import { CONTEXT_END, findMessages, readCatalogue } from "../locale/strings.mjs";
import { TRANSLATION_DOMAIN } from "./conventions.ts";

const messages = findMessages();
const catalogue = readCatalogue();

const placeholders = (text: string): string[] => [...new Set(text.match(/%\d+/g) ?? [])].sort();

/** Names and units that are the same in both languages. */
const SAME = new Set([
  "Genobook",
  "CPU",
  "GPU",
  "WebAssembly SIMD",
  "%1 of %2",
  "%1 (%2)",
  "r²",
  "pValue < 1e-5 & chromosome = 6",
]);

describe("Simplified Chinese", () => {
  test("has every string of the extension and no other (node extension/locale/update.mjs)", () => {
    const keys = Object.keys(catalogue).filter((key) => key !== "");
    expect(keys).toEqual(messages.map(({ key }) => key));
    expect(messages.length).toBeGreaterThan(100);
  });

  test.each(messages)("$key is translated with what it fills in", ({ key, texts }) => {
    const [translated, ...more] = catalogue[key] ?? [];
    // JupyterLab takes a text for a plural only when it has more than one form, and Chinese has one.
    expect(more).toEqual(texts.length === 1 ? [] : [""]);
    expect(translated).not.toBe("");
    // The singular may write its one as a word; the plural names every part.
    expect(placeholders(translated ?? "")).toEqual(placeholders(texts.at(-1) ?? ""));
    if (!SAME.has(key.split(CONTEXT_END).at(-1) ?? "")) {
      expect(translated).toMatch(/\p{Script=Han}/u);
    }
  });

  test("is what JupyterLab's translator gives, plurals and numbers included", async () => {
    const fetched = { data: { [TRANSLATION_DOMAIN]: catalogue }, message: "" };
    const connector = { fetch: () => Promise.resolve(fetched) };
    const translator = new TranslationManager("", undefined, undefined, connector as never);
    await translator.fetch("zh_CN");
    const trans = translator.load(TRANSLATION_DOMAIN);
    expect(trans.__("Datasets")).toBe("数据集");
    expect(trans._n("%2 variant", "%2 variants", 3, "3")).toBe("3 个变异位点");
    expect(trans._n("%2 variant", "%2 variants", 1, "1")).toBe("1 个变异位点");
    expect(trans.__("Show what is known about %1", "a.bed")).toBe("显示 a.bed 的已知信息");
  });
});
