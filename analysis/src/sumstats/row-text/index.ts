import { defineOperation, type Operation } from "../../compute/operation.ts";
import { rowTextCpu } from "./cpu.ts";
import type { EncodedTexts } from "./encoded-texts.ts";
import { rowTextWasm } from "./wasm.ts";

/** One column, or several that are text already, tabs between them included. */
export type TextColumn =
  | { readonly kind: "integer"; readonly values: Int32Array }
  /** As PLINK prints numbers: six significant digits, NaN is NA. */
  | { readonly kind: "number"; readonly values: Float64Array }
  /** P from ln P, however small; NaN is NA. */
  | { readonly kind: "p-of-ln"; readonly values: Float64Array }
  /** One of a few texts. */
  | { readonly kind: "code"; readonly values: Uint8Array; readonly texts: EncodedTexts }
  /** Row v is text number first + v. */
  | { readonly kind: "text"; readonly texts: EncodedTexts; readonly first: number }
  /** Of text number first + v, which ends in tab, REF, tab, ALT: REF where the value is 1, else ALT. */
  | {
      readonly kind: "allele";
      readonly values: Uint8Array;
      readonly texts: EncodedTexts;
      readonly first: number;
    };

export interface RowTextInput {
  readonly rowCount: number;
  /** Of at least `rowCount` values each. */
  readonly columns: readonly TextColumn[];
}

/**
 * Rows of a table as UTF-8: columns parted by tabs, each row ended by a newline. The output is reused by the next call.
 *
 * On the WebAssembly device numbers of columns that lie in the arena are read where they are; others are copied there.
 */
export const rowText: Operation<Record<string, never>, RowTextInput, Uint8Array> = defineOperation({
  name: "row-text",
  tolerance: 0,
  javascript: () => rowTextCpu,
  wasm: (_, device) => rowTextWasm(device),
});
