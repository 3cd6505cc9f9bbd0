import type { JupyterFrontEnd } from "@jupyterlab/application";
import { type IThemeManager, MainAreaWidget, Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import type { TranslationBundle } from "@jupyterlab/translation";
import { listIcon } from "@jupyterlab/ui-components";
import { Panel, Widget } from "@lumino/widgets";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { RefusedRequest } from "../data-service/kernel-requests.ts";
import { insertCell } from "../insert/insert-cell.ts";
import { rowsCode } from "./as-code.ts";
import { FileViewer } from "./file-viewer.ts";

export interface OpenedValue {
  /** How cells name the table. */
  readonly name: string;
  readonly notebook: NotebookPanel;
  readonly kernel: Kernel.IKernelConnection;
}

interface ValueParts {
  readonly shell: JupyterFrontEnd.IShell;
  readonly kernels: IDataKernel;
  readonly themes: IThemeManager | null;
  readonly trans: TranslationBundle;
}

class ValuePage extends Panel {
  viewer: FileViewer | null = null;
}

/** Opens a viewer on a table that a notebook's kernel holds, beside the notebook. Nothing is kept when it is closed. */
export function openValue({ name, notebook, kernel }: OpenedValue, parts: ValueParts): void {
  const { shell, kernels, themes, trans } = parts;
  const file = PathExt.basename(notebook.context.path);
  const content = new ValuePage();
  content.addClass("jp-GenobookDocument");
  content.viewer = new FileViewer({
    ...{ path: name, isValue: true, trans, themes, isAboutUnknown: false },
    service: {
      own: async () => {
        const requests = await kernels.of(kernel);
        if (requests !== null) return requests;
        throw new RefusedRequest({
          tag: "no-service",
          what: trans.__("The kernel of %1 has ended.", file),
          why: trans.__("%1 was in its memory alone.", name),
          remedy: trans.__("Start it and run the cells again, then open the table again."),
        });
      },
    },
    about: aboutValue(name, file, trans),
    onCode: (_, view) => {
      void insertCell(notebook, rowsCode(name, view).join("\n")).then(() =>
        Notification.success(trans.__("A cell was added to %1.", file), { autoClose: 4000 }),
      );
    },
  });
  content.addWidget(content.viewer);
  const widget = new MainAreaWidget({ content });
  widget.title.label = name;
  widget.title.caption = trans.__("%1 of %2", name, file);
  widget.title.icon = listIcon;
  shell.add(widget, "main", { ref: notebook.id, mode: "tab-after" });
}

function aboutValue(name: string, file: string, trans: TranslationBundle): Widget {
  const node = document.createElement("div");
  node.className = "jp-GenobookSummary-page";
  const heading = document.createElement("h1");
  heading.textContent = name;
  const text = document.createElement("p");
  text.textContent = trans.__(
    "A table of %1 as it was when this was opened; it is in the memory of the kernel alone.",
    file,
  );
  node.append(heading, text);
  return new Widget({ node });
}
