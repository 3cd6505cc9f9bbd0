import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { IDefaultDrive, type Contents } from "@jupyterlab/services";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import { COMMANDS, SUMMARY_FACTORY, TRANSLATION_DOMAIN } from "../conventions.ts";
import { serverFiles } from "../data-service/project-files.ts";
import { summarise } from "./dataset-summary.ts";
import { fileTypes } from "./file-types.ts";
import { METADATA_ONLY, metadataOnlyProvider } from "./metadata-provider.ts";
import { SummaryView } from "./summary-view.tsx";

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

class SummaryFactory extends ABCWidgetFactory<DocumentWidget<SummaryView>> {
  readonly #app: JupyterFrontEnd;
  readonly #trans: TranslationBundle;

  constructor(
    app: JupyterFrontEnd,
    trans: TranslationBundle,
    options: DocumentRegistry.IWidgetFactoryOptions<DocumentWidget<SummaryView>>,
  ) {
    super(options);
    this.#app = app;
    this.#trans = trans;
  }

  protected override createNewWidget(
    context: DocumentRegistry.Context,
  ): DocumentWidget<SummaryView> {
    const { commands, serviceManager } = this.#app;
    const abort = new AbortController();
    const path = context.path;
    const openAsText = (): void => {
      void commands.execute("docmanager:open", { path, factory: "Editor" });
    };
    const summary = context.ready.then(() =>
      summarise(serverFiles(serviceManager.contents), path, abort.signal),
    );
    const content = new SummaryView({
      path,
      summary,
      trans: this.#trans,
      onInsert: ({ path: member, kind }) => {
        void commands.execute(COMMANDS.insertCode, { path: member, kind });
      },
      onOpenAsText: openAsText,
    });
    content.disposed.connect(() => abort.abort());
    const widget = new DocumentWidget({ content, context });
    const [type] = this.#app.docRegistry.getFileTypesForPath(path);
    if (type?.icon !== undefined) widget.title.icon = type.icon;
    void summary.then(
      ({ is }) => {
        if (is !== "text" || widget.isDisposed) return;
        openAsText();
        widget.close();
      },
      () => undefined,
    );
    return widget;
  }
}
