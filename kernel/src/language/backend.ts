/** How the kernel talks to a language service; one implementation a folder, both in the language worker. */

export interface Diagnostic {
  /** 1-based, in the cell. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly code: number;
  readonly message: string;
  /** Whether what the promise gives would do. */
  readonly isAwaitMissing?: boolean;
  readonly severity: "error" | "warning";
}

/** A cell, ready to run. */
export interface ConvertedCell {
  /**
   * A JavaScript expression: `async (scope, host) => value of the last expression`. It writes every top-level name to
   * `scope` as soon as the name has a value, so that names of a failed cell survive as far as it got.
   */
  readonly javascript: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Source map (JSON) from the JavaScript's lines to the cell's, for stacks and coverage. */
  readonly sourceMap: string;
  /** Top-level names this cell declares. */
  readonly declares: readonly string[];
}

export interface Completion {
  readonly name: string;
  /** TypeScript's element kind: `function`, `const`, `method`, … */
  readonly kind: string;
  readonly signature?: string | undefined;
}

export interface CompletionResult {
  /** UTF-16 offsets in the cell of the text that a completion replaces. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

export interface Inspection {
  readonly text: string;
  readonly markdown: string;
}

export type Completeness =
  | { readonly status: "complete" }
  | { readonly status: "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

export interface BackendOptions {
  /** The notebook's folder: relative imports, node_modules and tsconfig.json are looked up from here. */
  readonly cwd: string;
}

export interface LanguageBackend {
  readonly name: "typescript" | "tslab";
  /** Version of the TypeScript compiler in use. */
  readonly version: string;
  /**
   * Type-checks and converts. `cell` numbers the conversion (1, 2, …; 0 is the prelude). Diagnostics do not stop the
   * conversion when the code can still be emitted: the caller decides whether type errors block.
   */
  convert(code: string, cell: number): ConvertedCell;
  /** Makes the names of a converted cell visible to later cells; call it once the cell has begun to run. */
  commit(cell: number): void;
  complete(code: string, offset: number): CompletionResult;
  inspect(code: string, offset: number, detail: 0 | 1): Inspection | undefined;
  isComplete(code: string): Completeness;
}

/** What the converted code may call; the session provides it. */
export interface CellHost {
  /** Every import of a cell, static or dynamic, resolved from the notebook's folder, then the kernel's. */
  import(specifier: string): Promise<Record<string, unknown>>;
  /** The default export, also of CommonJS modules. */
  defaultOf(module: Record<string, unknown>): unknown;
  /** Wraps the operand of each `await` of a cell: throws when the cell was interrupted, restores the cell as current. */
  resume<T>(value: T): T;
  /** `require` from the notebook's folder. */
  require: NodeJS.Require;
  /** The console whose output belongs to this cell. */
  console: Console;
}
