import { Panel, type Widget } from "@lumino/widgets";

export interface VariablesSidebarOptions {
  readonly label: string;
  /** Called once, when the sidebar is first shown. */
  readonly load: () => Promise<Widget>;
  readonly onShown: (isShown: boolean) => void;
  /** What to say when loading failed. */
  readonly explain: (error: unknown) => string;
}

/** The place of the variables: empty until it is first shown, and silent while it is hidden. */
export class VariablesSidebar extends Panel {
  readonly #options: VariablesSidebarOptions;
  #isFilled = false;

  constructor(options: VariablesSidebarOptions) {
    super();
    this.#options = options;
    this.id = "genobook-variables";
    this.title.caption = options.label;
    this.addClass("jp-GenobookSidebar");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", options.label);
  }

  protected override onAfterShow(): void {
    void this.#fill();
  }

  protected override onAfterHide(): void {
    this.#options.onShown(false);
  }

  protected override onBeforeDetach(): void {
    this.#options.onShown(false);
  }

  async #fill(): Promise<void> {
    try {
      if (!this.#isFilled) {
        this.#isFilled = true;
        const content = await this.#options.load();
        this.node.replaceChildren();
        this.addWidget(content);
      }
      this.#options.onShown(this.isVisible);
    } catch (error) {
      this.#isFilled = false;
      const message = document.createElement("p");
      message.setAttribute("role", "alert");
      message.textContent = this.#options.explain(error);
      this.node.replaceChildren(message);
    }
  }
}
