import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { IDefaultDrive, type Contents } from "@jupyterlab/services";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import { Panel } from "@lumino/widgets";
import { COMMANDS, SUMMARY_FACTORY, TRANSLATION_DOMAIN } from "../conventions.ts";
import { serverFiles } from "../data-service/project-files.ts";
import { fileTypes } from "./file-types.ts";
import { METADATA_ONLY, metadataOnlyProvider } from "./metadata-provider.ts";

export const documents: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:documents",
  description: "Opens genotype files as a read-only summary, without loading or copying them.",
  autoStart: true,
  requires: [IDefaultDrive],
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, drive: Contents.IDrive, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { contentProviderRegistry } = drive;
    // Without a content provider a file would be fetched and copied, so it is better not to offer the viewer at all.
    if (contentProviderRegistry === undefined) return;
    contentProviderRegistry.register(METADATA_ONLY, metadataOnlyProvider(drive));
    const types = fileTypes(trans);
    for (const type of types) app.docRegistry.addFileType(type);
    const names = types.map(({ name }) => name);
    app.docRegistry.addWidgetFactory(
      new SummaryFactory(app, trans, {
        name: SUMMARY_FACTORY,
        label: trans.__("Genobook summary"),
        fileTypes: [...names, "csv", "tsv", "text"],
        defaultFor: names,
        readOnly: true,
        contentProviderId: METADATA_ONLY,
      }),
    );
    app.commands.addCommand(COMMANDS.openSummary, {
      label: trans.__("Open dataset summary"),
      caption: trans.__("Show what is known about a dataset, without loading it"),
      describedBy: {
        args: {
          type: "object",
          required: ["path"],
          properties: { path: { type: "string", description: "From the server's root" } },
        },
      },
      execute: (args) =>
        app.commands.execute("docmanager:open", {
          path: args["path"] ?? "",
          factory: SUMMARY_FACTORY,
        }),
    });
  },
};

class SummaryFactory extends ABCWidgetFactory<DocumentWidget<Panel>> {
  readonly #app: JupyterFrontEnd;
  readonly #trans: TranslationBundle;

  constructor(
    app: JupyterFrontEnd,
    trans: TranslationBundle,
    options: DocumentRegistry.IWidgetFactoryOptions<DocumentWidget<Panel>>,
  ) {
    super(options);
    this.#app = app;
    this.#trans = trans;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<Panel> {
    const content = new Panel();
    const widget = new DocumentWidget({ content, context });
    const [type] = this.#app.docRegistry.getFileTypesForPath(context.path);
    if (type?.icon !== undefined) widget.title.icon = type.icon;
    void this.#show(widget);
    return widget;
  }

  async #show(widget: DocumentWidget<Panel>): Promise<void> {
    const { commands, serviceManager } = this.#app;
    const { content, context } = widget;
    const abort = new AbortController();
    content.disposed.connect(() => abort.abort());
    const { summarise, SummaryView } = await import("./summary-page.ts");
    if (widget.isDisposed) return;
    const path = context.path;
    const openAsText = (): void => {
      void commands.execute("docmanager:open", { path, factory: "Editor" });
    };
    const summary = context.ready.then(() =>
      summarise(serverFiles(serviceManager.contents), path, abort.signal),
    );
    const view = new SummaryView({
      path,
      summary,
      trans: this.#trans,
      onInsert: ({ path: member, kind }) => {
        void commands.execute(COMMANDS.insertCode, { path: member, kind });
      },
      onOpenAsText: openAsText,
    });
    content.addWidget(view);
    const outcome = await summary.catch(() => undefined);
    if (outcome?.is !== "text" || widget.isDisposed) return;
    openAsText();
    widget.close();
  }
}
