import type { PageWords } from "./refusal-words.ts";

const WANTED = { frequencies: "频率", correlations: "相关系数" } as const;

/** What kind of refusal each tag of the analysis library is. */
const KINDS: Readonly<Record<string, string>> = {
  "already-registered": "该名称已经登记",
  "build-mismatch": "基因组版本不一致",
  cancelled: "操作已取消",
  catalogue: "目录服务出错",
  "catalogue-timeout": "目录服务没有及时回答",
  checksum: "文件内容与其校验和不符",
  collinear: "协变量之间线性相关，或性状没有剩余变异",
  "constant-trait": "性状只有一个取值",
  "corrupt-file": "文件已损坏",
  "device-lost": "计算设备已断开",
  "device-unavailable": "没有所要求的计算设备",
  "duplicate-id": "标识重复",
  "files-disagree": "几个文件彼此不一致",
  format: "文件内容与其格式不符",
  "incomplete-list": "列表不完整",
  "invalid-argument": "参数的取值无法使用",
  "length-mismatch": "数组长度不一致",
  "low-overlap": "共有的变异位点太少",
  "missing-columns": "缺少必需的列",
  "network-off": "联网功能已关闭",
  "no-overlap": "两个数据集没有共有的样本或变异位点",
  "not-estimable": "无法估计",
  "not-evaluable": "无法评价",
  "not-in-catalogue": "目录中没有该条目",
  "not-registered": "该数据集没有登记",
  "nothing-to-plot": "没有可以绘制的数据",
  "plot-gone": "该图的结果已不在会话中",
  "rate-limited": "请求过于频繁，目录服务要求稍候",
  "refused-by-catalogue": "目录服务拒绝了请求",
  "registered-file-changed": "登记的文件已经改变",
  "registered-file-missing": "登记的文件不见了",
  "registry-text": "登记册的内容无法读取",
  "scoring-file": "评分文件无法读取",
  "seen-in-tuning": "这些人已用于调参",
  "service-unavailable": "目录服务暂时无法使用",
  "truncated-file": "文件不完整",
  "unexpected-answer": "目录服务的回答出乎意料",
  "unfit-ld": "LD 与数据不相配",
  "unknown-columns": "列名无法识别",
  "unsupported-version": "不支持该版本",
  "worker-lost": "计算线程意外结束",
  "wrong-magic": "文件不是其名称所说的格式",
};

export const CHINESE: PageWords = {
  fromLibrary: (tag, { what, why, remedy }) => ({
    what: `${KINDS[tag] ?? "分析库拒绝了这一请求"}。分析库的说明（英文）：${what}`,
    why,
    remedy,
  }),
  refusals: {
    cancelled: () => ({
      what: "请求已取消。",
      why: "不再需要它了。",
      remedy: "需要时请再试一次。",
    }),
    "unknown-request": (name) => ({
      what: `此内核不回答“${name}”。`,
      why: "内核与 JupyterLab 扩展的版本不同。",
      remedy: "请重启内核；如果没有用，请安装版本相同的内核与扩展。",
    }),
    internal: (message) => ({
      what: `出现意外错误：${message}`,
      why: "内核没有预料到这种情况。",
      remedy: "请再试一次；如果再次出现，请报告您做了什么。",
    }),
    outside: (path) => ({
      what: `${path} 不在 Jupyter 显示的文件夹之内。`,
      why: "查看器只读取文件浏览器列出的内容。",
      remedy: "请在笔记本单元格中用完整路径打开该文件。",
    }),
    "not-found": (path, root) => ({
      what: `数据服务找不到文件 ${path}。`,
      why: `查找的位置是 ${root}。文件已被移走，或者此服务器把文件与内核放在不同的机器上。`,
      remedy: "请刷新文件浏览器；如果文件还在，请在笔记本单元格中用内核看到的路径打开它。",
    }),
    "closed-file": () => ({
      what: "该文件已不再打开。",
      why: "无人查看的文件过一段时间会被关闭；数据服务重新启动时，所有文件都会关闭。",
      remedy: "请重新打开它。",
    }),
    people: () => ({
      what: "此文件每行是一个人。",
      why: "查看器不显示单个人的数据行：屏幕上的内容会出现在截图和屏幕共享中。",
      remedy: "请在笔记本中用 data.phenotypes 打开它，其中只显示计数和取值范围。",
    }),
    region: (text) => ({
      what: `“${text}”既不是区域，也不是变异位点的名称。`,
      why: "区域是一条染色体，或染色体加一个或两个位置；名称是一个词。",
      remedy: "请写成 6、6:28000000-34000000、chrX:5000000 或 rs429358。",
    }),
    "other-kind": (wanted) => ({
      what: `此文件没有${WANTED[wanted]}。`,
      why: "页面把它当成了另一种文件。",
      remedy: "请关闭后重新打开。",
    }),
    "no-file": (catalogue) => ({
      what: "此目录在单元格中查询，没有可下载的文件。",
      why: `catalogues.${catalogue} 回答关于变异位点和区域的问题。`,
      remedy: "请选择“插入代码”，在笔记本中查询。",
    }),
    "no-regions": () => ({
      what: "此笔记本的分析库不能打开区域。",
      why: "它比页面旧。",
      remedy: "请在笔记本所在文件夹中更新 @genobook/analysis，然后重启内核。",
    }),
    "no-notebook": () => ({
      what: "这不是笔记本。",
      why: "其内容不是 JSON。",
      remedy: "请给出 Jupyter 保存的文件。",
    }),
    "notebook-format": (format) => ({
      what: "此笔记本无法做成文档。",
      why: `文档由格式 4 的笔记本做成；此笔记本${format === undefined ? "没有写明格式" : `是格式 ${format}`}。`,
      remedy: "请在 JupyterLab 中打开并重新保存。",
    }),
    "smallest-count": (given) => ({
      what: `最小人数是 ${given}。`,
      why: "它决定公开的计数至少涉及多少人。",
      remedy: "请给出不小于 1 的整数。",
    }),
    licence: (given) => ({
      what: `“${given}”不是许可证的名称。`,
      why: "归档包要让读者和程序都知道可以如何使用它。",
      remedy: "请给出 SPDX 标识（例如 CC-BY-4.0），或许可证的网址。",
    }),
  },
};
