// What JupyterLab's packages expect of a browser and jsdom does not have. Tests may also choose the node environment.
const Base = typeof MouseEvent === "undefined" ? Event : MouseEvent;
const missing: Record<string, unknown> = {
  DragEvent: class extends Base {},
  ResizeObserver: class {
    observe(): void {
      return;
    }
    unobserve(): void {
      return;
    }
    disconnect(): void {
      return;
    }
  },
  matchMedia: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
};
for (const [name, value] of Object.entries(missing)) {
  if ((globalThis as Record<string, unknown>)[name] === undefined)
    Object.assign(globalThis, { [name]: value });
}
// jsdom prints an error for every drawing context that it does not have; Vega asks once and does without.
if (typeof HTMLCanvasElement !== "undefined") {
  HTMLCanvasElement.prototype.getContext = () => null;
}
