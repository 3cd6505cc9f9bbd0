import { expect, test } from "vitest";
import { languageOf, pageLanguage } from "./page-language.ts";

test.each([
  ["en-GB", "en"],
  ["zh_CN", "zh-CN"],
  ["zh-Hans-SG", "zh-CN"],
  ["zh-TW", undefined],
  ["de", undefined],
  ["", undefined],
])("the tag %j asks for %s", (tag, language) => {
  expect(pageLanguage(tag)).toBe(language);
});

test.each([
  ["因果效应有多大？", "zh-CN"],
  ["MR Egger 与 IVW 的斜率相差多少？", "zh-CN"],
  ["How large is the causal effect?", undefined],
  ["What does 李 (Li) et al. show?", undefined],
  ["効果はどのくらいですか", undefined],
  ["효과는 얼마입니까", undefined],
  ["0.3", undefined],
])("%j is read as %s", (text, language) => {
  expect(languageOf(text)).toBe(language);
});
