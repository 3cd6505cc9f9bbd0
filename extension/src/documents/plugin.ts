import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager } from "@jupyterlab/apputils";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { IDefaultDrive, type Contents } from "@jupyterlab/services";
import { ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import { Panel } from "@lumino/widgets";
import { COMMANDS, SUMMARY_FACTORY, TRANSLATION_DOMAIN } from "../conventions.ts";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { serverFiles } from "../data-service/project-files.ts";
import type { FileViewer } from "../viewers/file-viewer.ts";
import { fileTypes } from "./file-types.ts";
import type { Summary } from "./dataset-summary.ts";
import { METADATA_ONLY, metadataOnlyProvider } from "./metadata-provider.ts";

export const documents: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:documents",
  description: "Opens genotype files as a read-only summary, without loading or copying them.",
  autoStart: true,
  requires: [IDefaultDrive],
  optional: [ITranslator, IDataKernel, IThemeManager],
  activate: (
    app: JupyterFrontEnd,
    drive: Contents.IDrive,
    translator: ITranslator | null,
    service: IDataKernel | null,
    themes: IThemeManager | null,
  ) => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const { contentProviderRegistry } = drive;
    // Without a content provider a file would be fetched and copied, so it is better not to offer the viewer at all.
    if (contentProviderRegistry === undefined) return;
    contentProviderRegistry.register(METADATA_ONLY, metadataOnlyProvider(drive));
    const types = fileTypes(trans);
    for (const type of types) app.docRegistry.addFileType(type);
    const names = types.map(({ name }) => name);
    app.docRegistry.addWidgetFactory(
      new SummaryFactory(
        { app, trans, service, themes },
        {
          name: SUMMARY_FACTORY,
          label: trans.__("Genobook summary"),
          fileTypes: [...names, "csv", "tsv", "text"],
          defaultFor: names,
          readOnly: true,
          contentProviderId: METADATA_ONLY,
        },
      ),
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

interface Services {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly service: IDataKernel | null;
  readonly themes: IThemeManager | null;
}

/** What a document shows: the summary, and once the data service has opened the file its viewer. */
class DatasetPage extends Panel {
  viewer: FileViewer | null = null;
}

class SummaryFactory extends ABCWidgetFactory<DocumentWidget<DatasetPage>> {
  readonly #services: Services;

  constructor(
    services: Services,
    options: DocumentRegistry.IWidgetFactoryOptions<DocumentWidget<DatasetPage>>,
  ) {
    super(options);
    this.#services = services;
  }

  protected override createNewWidget(
    context: DocumentRegistry.Context,
  ): DocumentWidget<DatasetPage> {
    const content = new DatasetPage();
    content.addClass("jp-GenobookDocument");
    const widget = new DocumentWidget({ content, context });
    const [type] = this.#services.app.docRegistry.getFileTypesForPath(context.path);
    if (type?.icon !== undefined) widget.title.icon = type.icon;
    void this.#show(widget);
    return widget;
  }

  async #show(widget: DocumentWidget<DatasetPage>): Promise<void> {
    const { app, trans, service, themes } = this.#services;
    const { commands, serviceManager } = app;
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
      trans,
      onInsert: ({ path: member, kind }) => {
        void commands.execute(COMMANDS.insertCode, { path: member, kind });
      },
      onOpenAsText: openAsText,
    });
    content.addWidget(view);
    const outcome = await summary.catch(() => undefined);
    if (widget.isDisposed) return;
    if (outcome?.is === "text") {
      openAsText();
      widget.close();
    } else if (service && hasRows(outcome)) {
      const { FileViewer } = await import("../viewers/file-viewer.ts");
      if (widget.isDisposed) return;
      content.viewer = new FileViewer({
        ...{ service, path: serviceManager.contents.localPath(path), trans, themes, about: view },
        isAboutUnknown: outcome?.is === "unknown",
        onCode: (kind, rows) => {
          void commands.execute(COMMANDS.insertViewCode, { path, kind, ...rows });
        },
      });
      content.addWidget(content.viewer);
    }
  }
}

/** Whether a viewer may have rows to show: not of people, nor of what the library says it cannot open. */
function hasRows(outcome: Summary | undefined): boolean {
  if (outcome?.is !== "dataset") return true;
  return outcome.dataset.kind !== "phenotypes" && outcome.dataset.problem === undefined;
}
