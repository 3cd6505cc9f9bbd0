/** What a document says when it is used. The kernel writes the rest of its words. */
export interface PageWords {
  readonly cleared: string;
  readonly selected: (key: string, others: number, hasRegion: boolean) => string;
}

const ENGLISH: PageWords = {
  cleared: "Selection cleared.",
  selected: (key, others, hasRegion) => {
    const where = others > 0 ? ` and in ${others} other ${others === 1 ? "plot" : "plots"}` : "";
    const region = hasRegion ? " Its region is open below." : "";
    return `${key} is selected here${where}.${region} Escape clears the selection.`;
  },
};

const CHINESE: PageWords = {
  cleared: "已取消选择。",
  selected: (key, others, hasRegion) => {
    const where = others > 0 ? `和另外 ${others} 张图中` : "";
    const region = hasRegion ? "它的区域已在下方打开。" : "";
    return `已在此图${where}选中 ${key}。${region}按 Esc 键取消选择。`;
  },
};

/** @param language - as in `<html lang>` */
export function pageWords(language: string): PageWords {
  return language.startsWith("zh") ? CHINESE : ENGLISH;
}
