import { MimeData } from "@lumino/coreutils";
import { Drag } from "@lumino/dragdrop";

const CELLS_MIME = "application/vnd.jupyter.cells";
/** As JupyterLab's file browser has it. */
const DRAG_THRESHOLD_PX = 5;

interface DragOptions {
  readonly name: string;
  /** Made when the drag begins, since names depend on the notebook as it is then. */
  readonly code: () => string;
}

/**
 * Lets a press of the mouse become a drag: text for the editor under the mouse, with Shift a new cell.
 *
 * @returns settles when the button is up again or the drag has ended
 */
export function followPress(press: MouseEvent, { name, code }: DragOptions): void {
  if (press.button !== 0) return;
  const stop = (): void => {
    document.removeEventListener("mousemove", move, true);
    document.removeEventListener("mouseup", stop, true);
  };
  const move = (event: MouseEvent): void => {
    const distance = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY);
    if (distance < DRAG_THRESHOLD_PX) return;
    stop();
    event.preventDefault();
    const drag = new Drag({
      mimeData: mimeDataOf(code(), event.shiftKey || press.shiftKey),
      dragImage: dragImage(name),
      supportedActions: "copy",
      proposedAction: "copy",
    });
    void drag.start(event.clientX, event.clientY).then(() => drag.dispose());
  };
  document.addEventListener("mousemove", move, true);
  document.addEventListener("mouseup", stop, true);
}

function mimeDataOf(code: string, asCell: boolean): MimeData {
  const data = new MimeData();
  if (asCell) {
    const cell = {
      cell_type: "code",
      source: code,
      metadata: {},
      outputs: [],
      execution_count: null,
    };
    data.setData(CELLS_MIME, [cell]);
  } else data.setData("text/plain", code);
  return data;
}

function dragImage(name: string): HTMLElement {
  const image = document.createElement("div");
  image.className = "jp-GenobookDragImage";
  image.textContent = name;
  return image;
}
