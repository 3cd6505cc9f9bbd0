import type { TranslationBundle } from "@jupyterlab/translation";
import { downloadIcon } from "@jupyterlab/ui-components";

/** What stands below a drawing: its sentence, what was last said, and the button of its menu. */
export class PlotFooter {
  readonly node: HTMLElement = document.createElement("div");
  readonly #caption = document.createElement("figcaption");
  readonly #live = document.createElement("span");
  readonly #menuButton = document.createElement("button");

  constructor(trans: TranslationBundle, openMenu: (button: HTMLElement) => void) {
    this.#live.className = "jp-GenobookPlot-live";
    this.#live.setAttribute("role", "status");
    const button = this.#menuButton;
    button.hidden = true;
    button.type = "button";
    button.className = "jp-GenobookPlot-menuButton";
    button.title = trans.__("Save or copy this plot");
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-haspopup", "menu");
    downloadIcon.element({ container: button, width: "16px" });
    button.addEventListener("click", () => openMenu(button));
    this.node.className = "jp-GenobookPlot-footer";
    this.node.append(this.#caption, this.#live, button);
  }

  get caption(): string {
    return this.#caption.textContent;
  }

  /** From now on there is something to save. */
  describe(caption: string): void {
    this.#caption.textContent = caption;
    this.#menuButton.hidden = false;
  }

  /** Says something short to the user, on screen and to screen readers. */
  announce(text: string): void {
    this.#live.textContent = text;
    // Readers of the screen have the caption already.
    this.#live.classList.toggle("jp-mod-heard", this.caption.startsWith(text));
  }
}
