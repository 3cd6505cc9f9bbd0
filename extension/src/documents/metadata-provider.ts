import type { Contents, IContentProvider } from "@jupyterlab/services";

/** Name under which the provider is known to document factories. */
export const METADATA_ONLY = "genobook-metadata-only";

/**
 * A content provider that never fetches content and never saves.
 *
 * JupyterLab copies a document into `.ipynb_checkpoints` when it opens one that is writable, and reads it whole before
 * it shows it. For genotypes the copy is a leak and the reading ends the browser; so the document is told to be
 * read-only and comes without content.
 */
export function metadataOnlyProvider(drive: Contents.IDrive): IContentProvider {
  return {
    async get(localPath) {
      // The key `format` must be absent: `undefined` is answered with status 400.
      const model = await drive.get(localPath, { type: "file", content: false });
      return { ...model, writable: false };
    },
    save: (localPath) =>
      Promise.reject(new Error(`${localPath} is shown read-only and cannot be saved from here.`)),
  };
}
