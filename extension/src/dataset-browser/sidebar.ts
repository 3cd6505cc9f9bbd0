import { Panel, type Widget } from "@lumino/widgets";

export interface SidebarOptions {
  readonly label: string;
  /** Called once, when the sidebar is first shown. */
  readonly load: () => Promise<Widget>;
  readonly onVisible: (isVisible: boolean) => void;
  /** What to say when loading failed. */
  readonly explain: (error: unknown) => string;
}

/** The place of the dataset browser: there from the start, and empty until it is first shown. */
export class DatasetSidebar extends Panel {
  readonly #options: SidebarOptions;
  #isFilled = false;

  constructor(options: SidebarOptions) {
    super();
    this.#options = options;
    this.id = "genobook-dataset-browser";
    this.title.caption = options.label;
    this.addClass("jp-GenobookSidebar");
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", options.label);
  }

  /** Loads the content if that was not done before. */
  async fill(): Promise<void> {
    if (this.#isFilled) return;
    this.#isFilled = true;
    try {
      const content = await this.#options.load();
      this.node.replaceChildren();
      this.addWidget(content);
    } catch (error) {
      this.#isFilled = false;
      const message = document.createElement("p");
      message.setAttribute("role", "alert");
      message.textContent = this.#options.explain(error);
      this.node.replaceChildren(message);
    }
  }

  protected override onAfterShow(): void {
    void this.fill();
    this.#options.onVisible(true);
  }

  protected override onAfterHide(): void {
    this.#options.onVisible(false);
  }
}
