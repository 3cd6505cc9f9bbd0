import type { DocumentWords, RowsForm } from "./words.ts";

const FORMS: Readonly<Record<RowsForm, string>> = {
  table: "表格",
  text: "文本",
  "plot rows": "图中数据行",
};

/** Plots of the library. */
const KINDS: Readonly<Record<string, string>> = {
  manhattan: "曼哈顿图",
  qq: "QQ 图",
  regional: "区域关联图",
  mrScatter: "MR 散点图",
  mrForest: "MR 森林图",
  mrFunnel: "MR 漏斗图",
  mrRadial: "MR 径向图",
  mrLeaveOneOut: "MR 留一法图",
  mvmrForest: "多变量 MR 森林图",
  mvmrStrength: "条件 F 统计量图",
  prsDistribution: "评分分布图",
  prsDeciles: "评分十分位图",
  prsQuantiles: "评分分位数图",
  prsRoc: "ROC 曲线",
  prsCalibration: "校准图",
  prsSurvival: "按评分分组的生存曲线",
  prsDecisionCurve: "决策曲线",
  prsPortability: "评分可移植性图",
  prsChains: "抽样链图",
};

export const CHINESE: DocumentWords = {
  language: "zh-CN",
  page: {
    skip: "跳到正文",
    contents: "目录",
    hideCode: "隐藏代码",
    code: "代码",
    released: "准许公开：",
    messages: "消息",
    printed: "打印的内容",
    error: "错误",
    table: "表格",
    cutHere: "……此处截断：其余内容见笔记本",
    pictureLeftOut: (alt) => `[图片已略去：${alt === "" ? "无文字说明" : alt}]`,
  },
  plot: {
    plot: "图",
    gist: ({ kind, dataset, total, strongest, region }) => {
      const parts = [
        `${KINDS[kind] ?? "图"}${dataset === undefined ? "" : `：${dataset}`}`,
        region && `区域 ${region.place}，参照变异位点 ${region.reference}`,
        total === undefined ? undefined : `共 ${total.toLocaleString("en-US")} 个数据点`,
        strongest &&
          `P 值最小的是 ${strongest.variantId}（−log10 P = ${strongest.negLog10PValue.toFixed(1)}）`,
      ];
      return `${parts.filter((part) => part !== undefined).join("；")}。`;
    },
    keys: "图形。用方向键逐点查看。",
    linkedKeys: "图形。用方向键逐点查看，按 Enter 键在所有图中选中该点。",
    regions: "最强变异位点周围的区域；在图中点击其中一个位点，也会打开它的区域。",
    regionOf: (variant) => `${variant} 所在区域`,
    showing: (shown, total) => `显示 ${total} 个点中的 ${shown} 个。`,
    rowsBehind: "此图的数据行",
    rows: (_, shown) => `${shown} 行`,
    firstRows: (shown, total, isStrongest) =>
      `${total} 行中的 ${shown} 行${isStrongest ? "，最强的在前" : ""}`,
  },
  provenance: {
    title: "来源",
    notebook: "笔记本",
    notebookHash: "笔记本的 SHA-256",
    written: "写成时间",
    writtenBy: "写成软件",
    kernel: "内核",
    notRecorded: "未记录",
    run: "运行时间",
    timesNotRecorded: "未记录时间",
    fromTo: (from, to) => `${from} 至 ${to}`,
    order: "运行顺序",
    orderOf: ({ cells, ran, isSorted }) => {
      if (ran === 0) return "没有单元格记录过运行";
      const sorted = isSorted ? "单元格按顺序运行" : "单元格未按顺序运行";
      const missing = cells - ran;
      return missing === 0 ? sorted : `${sorted}；${cells} 个单元格中有 ${missing} 个没有运行记录`;
    },
    checked: "检查",
    whatWasChecked: (smallest, pictures) =>
      `就列名、行数和用词所能判断的，输出中没有单个人的数据行，也没有少于 ${smallest} 人的计数` +
      (pictures > 0 ? `；有 ${pictures} 张图片不带数据行，无法检查` : ""),
    releases: "检查后仍准许公开的内容",
    datasets: "数据集",
    steps: "步骤与参数",
    results: "结果自身的记录",
    cell: "单元格",
    reason: "理由",
    file: "文件",
    bytes: "字节数",
    hashNow: "写成时的 SHA-256",
    registered: "登记情况",
    call: "调用",
    parameters: "参数",
    recorded: "记录",
    notAtHand: "不在手边",
    no: "未登记",
    registeredAs: (id, hash, shown) =>
      `登记为 ${id}，${{ same: "内容相同", other: `内容不同：${shown}`, unknown: `SHA-256 为 ${shown}` }[hash]}`,
  },
  gate: {
    seen: (seen) => {
      switch (seen.kind) {
        case "id column":
          return `${FORMS[seen.form]}含有列“${seen.name}”，其中是个人的标识。`;
        case "names in column":
          return `${FORMS[seen.form]}的列“${seen.name}”每行都是不同的名称。`;
        case "rows of a cohort":
          return `${FORMS[seen.form]}有 ${seen.rows.toLocaleString("en-US")} 行，与人数相同。`;
        case "attributes":
          return `${FORMS[seen.form]}的每一行都有 ${seen.columns.join("、")}，像是单个人的数据。`;
        case "small counts":
          return `${FORMS[seen.form]}的列“${seen.name}”有 ${seen.rows} 行计数少于 ${seen.smallest} 人。`;
        case "pedigree lines":
          return "文本含有家系文件的内容，每行是一个人。";
        case "names in VCF":
          return "文本含有列出个人标识的 VCF 表头。";
        case "id values":
          return `文本含有“${seen.name}”的值，它们是个人的标识。`;
        case "list of a cohort":
          return "文本含有一列数值，其个数与人数相同。";
        case "small count in text":
          return `文本中有少于 ${seen.smallest} 人的计数。`;
      }
    },
    why: {
      people: "单个人的数据行可能暴露其身份；结果应以计数、估计值和分组图的形式共享。",
      "small count": "人数极少的计数可能暴露这些人的身份。",
    },
    remedy: {
      people:
        "请改为显示汇总，或清除该输出。如果这些不是个人，或者可以公开，请给单元格加上标签“release”，并用一行“// release: …”写明理由。",
      "small count":
        "请合并类别，或显示范围。如果该计数可以公开，请给单元格加上标签“release”，并用一行“// release: …”写明理由。",
    },
    reasonMissing:
      "该单元格有标签“release”，但没有写明理由：请加一行“// release: 可以公开的理由”。",
  },
};
