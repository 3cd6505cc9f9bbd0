import type { DrawImage } from "./output.ts";

const IMAGE_TIMEOUT_MS = 20_000;

interface Renderer {
  renderPlotImage(spec: object): Promise<{ png: string; width: number; height: number }>;
  warmUpPlotRenderer(): void;
}

// Loaded at the first plot: the renderer brings Vega and fonts.
const loadRenderer = (): Promise<Renderer> =>
  import(new URL("../display/image/render-plot.js", import.meta.url).href) as Promise<Renderer>;

/** Makes the renderer ready while the cell that will draw is checked and runs. */
export function expectPlotImage(): void {
  loadRenderer()
    .then((renderer) => renderer.warmUpPlotRenderer())
    .catch(() => undefined);
}

/** Draws a plot for readers without a notebook; a plot without its image is still shown, with the reason. */
export const drawPlotImage: DrawImage = async (spec) => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`drawing took longer than ${IMAGE_TIMEOUT_MS / 1000} s`)),
      IMAGE_TIMEOUT_MS,
    );
  });
  try {
    const renderer = await loadRenderer();
    const { png } = await Promise.race([renderer.renderPlotImage(spec), late]);
    return { png };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { note: `(No image: ${reason}.)` };
  } finally {
    clearTimeout(timer);
  }
};
