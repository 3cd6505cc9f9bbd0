import { describe, expect, test } from "vitest";
import { drawPng, drawSvg, OutsideDataError } from "./draw-png.ts";

const bars = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  width: 200,
  height: 100,
  title: "Counts by chromosome",
  data: { values: [1, 2, 3].map((n) => ({ n, name: `chromosome ${n}` })) },
  mark: "bar",
  encoding: { x: { field: "name", type: "nominal" }, y: { field: "n", type: "quantitative" } },
};

describe("drawPng", () => {
  test("gives a PNG at twice the size of the plot", async () => {
    const { png, width, height } = await drawPng(bars);
    const bytes = Buffer.from(png, "base64");
    expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
    expect(width).toBeGreaterThan(400);
    expect(width).toBeLessThan(600);
  });

  test("gives the same picture each time", async () => {
    const [first, second] = [await drawPng(bars), await drawPng(bars)];
    expect(first.png).toBe(second.png);
  });
});

describe("drawSvg", () => {
  test("measures text by the font it is drawn in", async () => {
    // 25 narrow characters at 10 px are 70 px wide in DejaVu Sans, 200 px by Vega's guess, which drops the second label.
    const narrow = "i".repeat(25);
    const axis = { values: [1, 2], labelExpr: `'${narrow}'`, labelOverlap: true };
    const x = { field: "n", type: "quantitative", axis, scale: { domain: [0.5, 2.5] } };
    const svg = await drawSvg({ ...bars, mark: "point", encoding: { x } });
    expect(svg.split(`>${narrow}<`).length - 1).toBe(2);
  });

  test("labels of our own plots are black on paper, those of others as their author says", async () => {
    const labels = {
      ...bars,
      mark: "text",
      encoding: { text: { field: "name" } },
      config: { text: { color: "#808080" } },
    };
    expect(await drawSvg(labels)).toContain('fill="#808080"');
    const ours = await drawSvg({ ...labels, usermeta: { genobook: { kind: "qq" } } });
    expect(ours).not.toContain('fill="#808080"');
  });

  test.each([
    ["http data", { ...bars, data: { url: "http://127.0.0.1:9/rows.json" } }],
    ["a file", { ...bars, data: { url: "file:///etc/hostname" } }],
    ["a relative path", { ...bars, data: { url: "package.json" } }],
    [
      "an image",
      { ...bars, mark: { type: "image", url: "http://127.0.0.1:9/a.png", width: 9, height: 9 } },
    ],
  ])("refuses %s", async (_, spec) => {
    await expect(drawSvg(spec)).rejects.toThrow(OutsideDataError);
  });

  test("leaves links out", async () => {
    const svg = await drawSvg({ ...bars, mark: { type: "bar", href: "http://127.0.0.1:9/" } });
    expect(svg).not.toContain("127.0.0.1");
  });

  test("refuses what is no plot", async () => {
    await expect(drawSvg({ mark: "no-such-mark", data: { values: [] } })).rejects.toThrow();
    await expect(drawSvg({})).rejects.toThrow();
  });
});
