/** How cells import; see `modules.ts`. */
export interface Importer {
  import(specifier: string): Promise<Record<string, unknown>>;
  require: NodeJS.Require;
}
