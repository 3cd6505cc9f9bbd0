import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { readFontWidths } from "./font-widths.ts";
import type { PlotImage } from "./render-plot.ts";

/** The spec names data, an image or a link outside of itself; nothing is ever fetched for a picture. */
export class OutsideDataError extends Error {
  override readonly name = "OutsideDataError";
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
  const { spec: compiled } = compile(spec as TopLevelSpec, { logger: quiet });
  const refused: string[] = [];
  const refuse = (address: string): Promise<never> => {
    refused.push(address);
    return Promise.reject(new OutsideDataError(`The plot asks for ${address}.`));
  };
  const loader = { ...vega.loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const view = new vega.View(vega.parse(compiled), {
    renderer: "none",
    loader: loader as unknown as vega.Loader,
    logger: quiet,
  });
  try {
    const svg = await view.toSVG();
    if (refused.length > 0) {
      throw new OutsideDataError(
        `the plot asks for ${refused[0]!}, and pictures are drawn from data in the spec only`,
      );
    }
    return svg;
  } finally {
    view.finalize();
  }
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega guesses 0.8 em a character when there is no canvas, which clips and drops labels for nothing. */
function measureTextByFont(): void {
  const regular = readFontWidths(REGULAR);
  const bold = readFontWidths(BOLD);
  // Exported by vega-scenegraph for this purpose; its type declarations leave it out.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: unknown) => number };
  };
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) => {
    const isBold = fontWeight === "bold" || Number(fontWeight) >= 600;
    return (
      (isBold ? bold : regular)(typeof text === "string" ? text : String(text ?? "")) * fontSize
    );
  };
}
