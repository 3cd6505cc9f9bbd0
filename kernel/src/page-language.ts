/** Languages in which the kernel speaks to a page, and documents and copies to their readers. */
export type PageLanguage = "en" | "zh-CN";

/** The language that a tag like `zh_CN` or `en-GB` asks for; undefined for one that there is not. */
export function pageLanguage(tag: string): PageLanguage | undefined {
  const [language = "", ...more] = tag.toLowerCase().split(/[-_]/);
  if (language === "en") return "en";
  const isTraditional = more.some((part) => /^(?:hant|tw|hk|mo)$/.test(part));
  return language === "zh" && !isTraditional ? "zh-CN" : undefined;
}

/** The language that a text is in, where its letters tell: names and terms in Latin letters may stand among Chinese. */
export function languageOf(text: string): PageLanguage | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return undefined;
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.replaceAll(/\p{Script=Han}/gu, " ").match(/\p{L}+/gu)?.length ?? 0;
  return chinese > words ? "zh-CN" : undefined;
}
