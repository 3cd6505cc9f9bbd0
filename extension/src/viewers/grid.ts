/* eslint-disable jupyter/prefer-lazy-imports -- imported with the first viewer only */
import {
  BasicKeyHandler,
  BasicMouseHandler,
  BasicSelectionModel,
  DataGrid,
  TextRenderer,
} from "@lumino/datagrid";
import { systemColours } from "../forced-colours.ts";
import { HEAD_HEIGHT, HeadRenderer } from "./head-renderer.ts";
import type { HeadSummary } from "./head-summary.ts";
import type { RowsModel } from "./rows-model.ts";

const NUMBER_WIDTH = 120;
const TEXT_WIDTH = 130;
/** Of the text in heads, in relation to names and cells. */
const SMALLER = 0.85;

/** A grid for rows of a file; a click on a column's head sorts. */
export function rowsGrid(model: RowsModel, onSort: (column: number) => void): DataGrid {
  const grid = new DataGrid({
    defaultSizes: {
      rowHeight: 24,
      columnWidth: NUMBER_WIDTH,
      rowHeaderWidth: 84,
      columnHeaderHeight: HEAD_HEIGHT,
    },
    minimumSizes: { rowHeight: 24, columnWidth: 48, rowHeaderWidth: 48, columnHeaderHeight: 24 },
    stretchLastColumn: false,
  });
  grid.dataModel = model;
  grid.selectionModel = new BasicSelectionModel({ dataModel: model });
  grid.keyHandler = new LeavableKeyHandler();
  grid.mouseHandler = new SortingMouseHandler(onSort);
  grid.copyConfig = {
    separator: "\t",
    format: DataGrid.copyFormatGeneric,
    headers: "column",
    warningThreshold: 1e5,
  };
  model.columns.forEach(({ holds, name }, column) => {
    const width = Math.max(holds === "texts" ? TEXT_WIDTH : NUMBER_WIDTH, 8 * name.length + 28);
    grid.resizeColumn("body", column, width);
  });
  // Keys move in it, so that Tab reaches it; its own style hides where the focus is.
  grid.viewport.node.tabIndex = 0;
  return grid;
}

/**
 * Colours of the page's theme; a grid draws on canvas, where variables of CSS do not reach.
 *
 * @param headOf - what the head of the column at a place shows
 */
export function themeGrid(
  grid: DataGrid,
  node: HTMLElement,
  headOf: (column: number) => HeadSummary | undefined,
): void {
  const style = getComputedStyle(node);
  const variable = (name: string, otherwise: string): string =>
    style.getPropertyValue(name).trim() || otherwise;
  const forced = systemColours();
  const ground = forced?.ground ?? variable("--jp-layout-color1", "#ffffff");
  const stripe = forced?.ground ?? variable("--jp-layout-color0", ground);
  const line = forced?.text ?? variable("--jp-border-color2", "#e0e0e0");
  const headLine = forced?.text ?? variable("--jp-border-color1", "#bdbdbd");
  const accent = forced?.accent ?? variable("--jp-brand-color1", "#1976d2");
  grid.style = {
    ...DataGrid.defaultStyle,
    voidColor: ground,
    backgroundColor: ground,
    rowBackgroundColor: (row: number) => (row % 2 === 0 ? ground : stripe),
    gridLineColor: line,
    headerBackgroundColor: forced?.ground ?? variable("--jp-layout-color2", "#eeeeee"),
    headerGridLineColor: headLine,
    selectionFillColor: translucent(accent),
    selectionBorderColor: accent,
    cursorFillColor: translucent(accent),
    cursorBorderColor: accent,
    headerSelectionFillColor: translucent(accent),
    headerSelectionBorderColor: accent,
  };
  const size = variable("--jp-ui-font-size1", "13px");
  const font = `${size} ${variable("--jp-ui-font-family", "sans-serif")}`;
  const textColor = forced?.text ?? variable("--jp-ui-font-color0", "#000000");
  const cell = (isNumber: boolean): TextRenderer =>
    new TextRenderer({ font, textColor, horizontalAlignment: isNumber ? "right" : "left" });
  const nameColor = forced?.text ?? variable("--jp-ui-font-color1", textColor);
  const header = new HeadRenderer({
    font: `${SMALLER * (parseFloat(size) || 13)}px ${variable("--jp-ui-font-family", "sans-serif")}`,
    nameFont: `600 ${font}`,
    nameColor,
    textColor: nameColor,
    barColor: accent,
    lineColor: headLine,
    headOf,
  });
  const { columns } = grid.dataModel as RowsModel;
  grid.cellRenderers.update({
    body: ({ column }) => cell(columns[column]!.holds !== "texts"),
    "column-header": header,
    "row-header": cell(true),
    "corner-header": cell(false),
  });
}

/** A colour that lets text through; colours of themes are any that CSS knows. */
function translucent(colour: string): string {
  return `color-mix(in srgb, ${colour} 22%, transparent)`;
}

/** Tab leaves the grid, as it leaves all else; Lumino's own would walk through the cells and never let the focus out. */
class LeavableKeyHandler extends BasicKeyHandler {
  override onKeyDown(grid: DataGrid, event: KeyboardEvent): void {
    if (event.key !== "Tab") super.onKeyDown(grid, event);
  }
}

/** Sorts by a click on a column's head, unless the click drags its edge. */
class SortingMouseHandler extends BasicMouseHandler {
  readonly #onSort: (column: number) => void;

  constructor(onSort: (column: number) => void) {
    super();
    this.#onSort = onSort;
  }

  override onMouseDown(grid: DataGrid, event: MouseEvent): void {
    const hit = grid.hitTest(event.clientX, event.clientY);
    const isEdge = hit.x < 5 || hit.width - hit.x < 6;
    if (hit.region === "column-header" && event.button === 0 && !isEdge) {
      this.#onSort(hit.column);
      return;
    }
    super.onMouseDown(grid, event);
  }
}
