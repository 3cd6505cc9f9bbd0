/** The square that the keyboard or the mouse points at, by place on both sides. */
export interface LdCell {
  readonly row: number;
  readonly column: number;
}

export interface LdPicture {
  /** Correlations, row by row; NaN where none is kept. */
  readonly r: Float32Array;
  /** Variants on each side. */
  readonly size: number;
  /** CSS pixels of a side of a cell. */
  readonly cellPx: number;
  /** Any colours that CSS knows. */
  readonly ground: string;
  readonly ink: string;
  readonly mark: string;
  readonly marked: LdCell | null;
}

const LARGEST_CELL_PX = 16;

/** CSS pixels of a side of a cell, so that as many fit; less than one where there are more cells than pixels. */
export function cellSide(sidePx: number, size: number): number {
  const fitting = sidePx / Math.max(1, size);
  return fitting < 1 ? fitting : Math.min(LARGEST_CELL_PX, Math.floor(fitting));
}

/** Draws r², from the ground's colour for 0 to the ink's for 1. */
export function drawLd(canvas: HTMLCanvasElement, picture: LdPicture): void {
  const { r, size, cellPx, marked } = picture;
  const sidePx = size * cellPx;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(sidePx * scale));
  canvas.height = canvas.width;
  canvas.style.width = `${sidePx}px`;
  canvas.style.height = `${sidePx}px`;
  const context = canvas.getContext("2d")!;
  const [ground, ink] = [channels(picture.ground), channels(picture.ink)];
  const cells = new ImageData(Math.max(1, size), Math.max(1, size));
  for (let k = 0; k < r.length; k++) {
    const r2 = r[k]! ** 2 || 0;
    for (let c = 0; c < 3; c++) cells.data[4 * k + c] = ground[c]! + r2 * (ink[c]! - ground[c]!);
    cells.data[4 * k + 3] = 255;
  }
  const small = document.createElement("canvas");
  small.width = cells.width;
  small.height = cells.height;
  small.getContext("2d")!.putImageData(cells, 0, 0);
  // Cells smaller than a pixel are averaged, not left out.
  context.imageSmoothingEnabled = cellPx * scale < 1;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  if (!marked) return;
  context.scale(scale, scale);
  context.strokeStyle = picture.mark;
  context.lineWidth = 1.5;
  const outset = 2;
  context.strokeRect(
    marked.column * cellPx - outset,
    marked.row * cellPx - outset,
    cellPx + 2 * outset,
    cellPx + 2 * outset,
  );
}

/** Red, green and blue of a colour, as the browser draws it. */
function channels(colour: string): Uint8ClampedArray {
  const pixel = document.createElement("canvas");
  pixel.width = 1;
  pixel.height = 1;
  const context = pixel.getContext("2d")!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
