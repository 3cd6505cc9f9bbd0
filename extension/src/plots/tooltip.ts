/** One floating box for all plots of the page: names and values of the point under the pointer. */
export interface PlotTooltip {
  /** Shows `value` beside a point of the window; an object becomes one line per property. */
  show(value: unknown, clientX: number, clientY: number): void;
  hide(): void;
}

const GAP = 14;

export function createTooltip(): PlotTooltip {
  const box = document.createElement("div");
  box.className = "jp-GenobookPlot-tooltip";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  return {
    show(value, clientX, clientY) {
      const lines = tooltipLines(value);
      box.replaceChildren(...lines.map(lineNode));
      if (!box.isConnected) document.body.append(box);
      box.hidden = false;
      const { width, height } = box.getBoundingClientRect();
      const left =
        clientX + GAP + width > window.innerWidth ? clientX - GAP - width : clientX + GAP;
      const top = Math.min(clientY + GAP, window.innerHeight - height - 4);
      box.style.left = `${Math.max(4, left)}px`;
      box.style.top = `${Math.max(4, top)}px`;
    },
    hide() {
      box.hidden = true;
    },
  };
}

/** Name and text of each line; the name is empty when the value is no object. */
function tooltipLines(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [["", formatValue(value)]];
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => [name, formatValue(field)] as const);
}

/** One sentence for screen readers. */
export function tooltipSentence(value: unknown): string {
  return tooltipLines(value)
    .map(([name, text]) => (name === "" ? text : `${name} ${text}`))
    .join(", ");
}

function formatValue(value: unknown): string {
  if (value === null) return "missing";
  if (typeof value === "number" && !Number.isInteger(value)) return String(+value.toPrecision(4));
  return typeof value === "string" ? value : JSON.stringify(value);
}

function lineNode([name, text]: readonly [string, string]): HTMLElement {
  const line = document.createElement("div");
  if (name !== "") {
    const label = document.createElement("span");
    label.className = "jp-GenobookPlot-tooltipName";
    label.textContent = name;
    line.append(label);
  }
  const content = document.createElement("span");
  content.textContent = text;
  line.append(content);
  return line;
}
