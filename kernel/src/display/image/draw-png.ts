import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { readFontWidths } from "./font-widths.ts";
import type { PlotImage } from "./render-plot.ts";

/** The spec names data or an image outside of itself; nothing is ever fetched for a picture. */
export class OutsideDataError extends Error {
  override readonly name = "OutsideDataError";
  constructor(address: string) {
    super(`the plot asks for ${address}, and pictures are drawn from data in the spec only`);
  }
}

const require = createRequire(import.meta.url);
const fontFile = (name: string): Uint8Array =>
  readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));

const REGULAR = fontFile("DejaVuSans");
const BOLD = fontFile("DejaVuSans-Bold");
const PIXELS_PER_UNIT = 2;

const ready = initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
measureTextByFont();

/** Compiles and draws a Vega-Lite spec; heavy, so call it in a thread of its own. */
export async function drawPng(spec: object): Promise<PlotImage> {
  await ready;
  const svg = await drawSvg(spec);
  const drawing = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "zoom", value: PIXELS_PER_UNIT },
    font: {
      fontBuffers: [REGULAR, BOLD],
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
      serifFamily: "DejaVu Sans",
      monospaceFamily: "DejaVu Sans",
    },
  });
  const image = drawing.render();
  try {
    const { width, height } = image;
    return { png: Buffer.from(image.asPng()).toString("base64"), width, height };
  } finally {
    image.free();
    drawing.free();
  }
}

/** SVG with DejaVu Sans metrics; the spec's own background, or none. */
export async function drawSvg(spec: object): Promise<string> {
  const quiet = vega.logger(vega.None);
  const { spec: compiled } = compile(forPaper(spec), { logger: quiet });
  const refused: string[] = [];
  const loader = closedLoader(refused);
  const view = new vega.View(vega.parse(compiled), {
    renderer: "none",
    loader,
    logger: quiet,
  });
  try {
    const svg = await view.toSVG();
    if (refused[0] !== undefined) throw new OutsideDataError(refused[0]);
    return svg;
  } finally {
    view.finalize();
  }
}

/** Fetches nothing: data and images are noted in `refused`, links lead nowhere. */
function closedLoader(refused: string[]): vega.Loader {
  const refuse = (address: string): Promise<never> => {
    refused.push(address);
    return Promise.reject(new OutsideDataError(address));
  };
  return {
    ...vega.loader(),
    load: refuse,
    http: refuse,
    file: refuse,
    sanitize: (address: string, options?: { context?: string }) => {
      // Vega reads `href` of whatever comes back, so that a rejection here would be nobody's to catch.
      if (options?.context !== "href") refused.push(address);
      return Promise.resolve({ href: "#" });
    },
  };
}

/** Our own plots leave the colour of their labels to the host; on white it is black. */
function forPaper(spec: object): TopLevelSpec {
  const given = spec as { usermeta?: { genobook?: unknown }; config?: { text?: object } };
  if (given.usermeta?.genobook === undefined) return spec as TopLevelSpec;
  const text = { ...given.config?.text, color: "black" };
  return { ...spec, config: { ...given.config, text } } as TopLevelSpec;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Vega cuts longer text off here. */
  readonly limit?: number;
}

/** Vega guesses 0.8 em a character when there is no canvas, which clips and drops labels for nothing. */
function measureTextByFont(): void {
  const regular = readFontWidths(REGULAR);
  const bold = readFontWidths(BOLD);
  // Exported by vega-scenegraph for this purpose; its type declarations leave it out.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: string | number | null | undefined) => number };
  };
  textMetrics.width = ({ fontSize = 11, fontWeight, limit }, text) => {
    const isBold = fontWeight === "bold" || Number(fontWeight) >= 600;
    const width = (isBold ? bold : regular)(String(text ?? "")) * fontSize;
    return limit ? Math.min(width, limit) : width;
  };
}
