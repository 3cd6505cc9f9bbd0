import type ts from "#typescript";

/** The part of tslab's converter that the backend uses (tslab 1.0.22, `dist/converter`). */

interface TslabPosition {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

export interface TslabDiagnostic {
  readonly start: TslabPosition;
  readonly end: TslabPosition;
  readonly messageText: string;
  readonly code: number;
  readonly fileName?: string;
}

interface TslabConversion {
  readonly output?: string;
  readonly declOutput?: string;
  readonly diagnostics: readonly TslabDiagnostic[];
  readonly lastExpressionVar?: string;
}

interface TslabCompletion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
  readonly original?: ts.CompletionInfo;
}

interface TslabConverter {
  convert(declarations: string, code: string): TslabConversion;
  complete(declarations: string, code: string, position: number): TslabCompletion;
  inspect(declarations: string, code: string, position: number): ts.QuickInfo | undefined;
}

export type CreateConverter = (options: { isJS: boolean; isBrowser: boolean }) => TslabConverter;
