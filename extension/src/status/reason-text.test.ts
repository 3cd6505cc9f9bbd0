// @vitest-environment node
import { nullTranslator, TranslationManager } from "@jupyterlab/translation";
import { describe, expect, test, vi } from "vitest";
import { chooseEngine, computedBy } from "../../../analysis/src/compute/device.ts";
import type { GpuReport } from "../../../analysis/src/compute/engine/probe-gpu.ts";
import { readCatalogue } from "../../locale/strings.mjs";
import { TRANSLATION_DOMAIN } from "../conventions.ts";
import { reasonText } from "./reason-text.ts";

// The library's own code runs beside JupyterLab's translator, which asks the page for its language.
vi.stubGlobal("document", { documentElement: { getAttribute: () => null } });
const inEnglish = (reason: string): string => {
  const trans = nullTranslator.load(TRANSLATION_DOMAIN);
  return reasonText(reason, trans);
};
const fetched = { data: { [TRANSLATION_DOMAIN]: readCatalogue() }, message: "" };
const translator = new TranslationManager("", undefined, undefined, {
  fetch: () => Promise.resolve(fetched),
} as never);
await translator.fetch("zh_CN");
const inChinese = (reason: string): string => {
  const trans = translator.load(TRANSLATION_DOMAIN);
  return reasonText(reason, trans);
};

const gpu = (productsPerSecond: number, more: object = {}): (() => Promise<GpuReport>) => {
  const report = { adapterName: "H100; PCIe", bytesPerSecond: 1e12, isSoftware: false };
  return () => Promise.resolve({ ...report, productsPerSecond, ...more } as GpuReport);
};
const noGpu = gpu(0, { refusal: "No driver." });
const work = (products: number, hasGpu = true) => ({
  variants: { count: products / 1000 },
  samples: { count: 1000 },
  ...{ columns: 1, hasGpu },
});

/** Every reason that the library gives, made by the library. */
const chosen = [
  await chooseEngine("cpu", work(1e9)),
  await chooseEngine("webgpu", work(1e9), gpu(1e12)),
  await chooseEngine("auto", work(1e3)),
  await chooseEngine("auto", work(1e9, false)),
  await chooseEngine("auto", work(1e9)),
  await chooseEngine("auto", work(1e15), noGpu),
  await chooseEngine("auto", work(1e15), gpu(1e12, { isSoftware: true })),
  await chooseEngine("auto", work(1e15), gpu(1e12)),
  await chooseEngine("auto", work(1e12), gpu(1e9)),
];
const LOST = "A worker thread ended unexpectedly; its block was computed again.";
const reasons = chosen.flatMap((choice) => [
  computedBy(choice, { device: "javascript", threads: 1, seconds: 1, notices: [] }).reason,
  computedBy(choice, { device: "wasm", threads: 1, seconds: 1, notices: [] }).reason,
  computedBy(choice, { device: "wasm", threads: 8, seconds: 1, notices: [LOST] }).reason,
  computedBy(choice, { device: "webgpu", threads: 0, seconds: 1, notices: [] }).reason,
]);

describe("why the last computation ran where it did", () => {
  test.each(reasons)("%s", (reason) => {
    expect(inEnglish(reason)).toBe(reason);
    const said = inChinese(reason);
    expect(said).toMatch(/\p{Script=Han}/u);
    const own = [
      "auto",
      "CPU",
      "GPU",
      "JavaScript",
      "WebAssembly SIMD",
      "H100; PCIe",
      "No driver.",
    ];
    const rest = own.reduce((text, name) => text.replaceAll(name, ""), said);
    expect(rest.replaceAll(/\d[\d.e+]*( s\b)?/g, "")).not.toMatch(/[A-Za-z]/);
  });

  test("what is not known stays as it is", () => {
    expect(inChinese("another reason")).toBe("another reason");
  });
});
