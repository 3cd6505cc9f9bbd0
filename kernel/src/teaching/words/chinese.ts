import type { TeachingWords } from "./words.ts";

export const CHINESE: TeachingWords = {
  verdict: {
    right: "正确。",
    notIt: "不对。",
    noAnswer: "还没有答案。",
    promise: "这是一个 Promise：请在它前面加上 `await`。",
    expected: {
      number: "答案应是一个数。",
      text: "答案应是一段文本，写在引号内。",
      names: '答案应是一个名称列表：["…", "…"]。',
    },
    otherSign: "大小正确，符号不对：哪个等位基因是效应等位基因？",
    oddsRatio: "这是比值比；题目要的是它的对数。",
    logarithm: "这是对数；题目要的是比值比本身。",
    percentage: "这是百分数；题目要的是 0 与 1 之间的比例。",
    tooLarge: "偏大。",
    tooSmall: "偏小。",
    names: ({ given, found, missing, extra }) => {
      const parts = [
        `您给出的 ${given} 个中有 ${found} 个正确`,
        ...(missing > 0 ? [`还缺 ${missing} 个`] : []),
        ...(extra > 0 && missing === 0 ? [`有 ${extra} 个不属于其中`] : []),
      ];
      return `${parts.join("；")}。`;
    },
    sealed: {
      number: "答案已密封：此处无法得知您的答案偏大还是偏小。",
      text: "",
      names: "答案已密封：此处无法得知您给出的名称有几个正确。",
    },
    hintsLeft: (count) => `有 ${count} 条提示：hint()。`,
    attempt: (count) => `（第 ${count} 次作答）`,
  },
  exercise: {
    title: "练习。",
    solved: "已解答。",
    hint: (place, count, text) => `提示 ${place}/${count}：${text}`,
    noHints: "这道练习没有提示。",
    noQuestion: '练习需要一个问题：exercise({ question: "…", answer: … })。',
    noTruth: (question) => `练习“${question}”没有可以比对的答案：请在 answer 中给出。`,
    tolerance: (question, given) => `练习“${question}”的容差是 ${given}：请给出不小于 0 的数。`,
    sealUnreadable: "无法读取这道练习的密封答案。请重新从学生版副本中取用此单元格。",
  },
  copies: {
    yourTurn: (task) => (task === "" ? "请在此作答。" : `请完成：${task}`),
    inCell: (cell, words) => `单元格 ${cell}，${words}`,
    cannotBeSealed: (exercise) => `${exercise}：这种答案无法密封`,
    optionsElsewhere: (exercise) => `${exercise}：选项没有写在调用之中`,
    unpaired: (cell, line, mark, partner) =>
      `单元格 ${cell} 第 ${line} 行：“// ${mark}”没有对应的“// ${partner}”。请补上；解答之间不能嵌套。`,
    nothingMarked: (tag) =>
      `此笔记本没有练习：请用 exercise({ … }) 出题，或把解答放在“// solution”与“// end solution”两行之间，或给单元格加上标签“${tag}”。`,
    notRun: (exercises) =>
      `请让练习所在单元格的最后一行是该练习的名称，运行所有单元格并保存，然后重新生成副本：答案得出之前无法密封。涉及${exercises.join("；")}。`,
  },
};
