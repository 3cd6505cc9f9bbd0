import { AnalysisError, FormatError, type ErrorAccount } from "../errors.ts";

/** A registry's text is not what a registry holds; `line` is where. */
export class RegistryTextError extends FormatError {
  override readonly tag = "registry-text";
  /** From 1. */
  readonly line: number;
  constructor(path: string, line: number, account: ErrorAccount, options?: ErrorOptions) {
    super(path, account, options);
    this.line = line;
  }
}

/** No data set of this id is registered. */
export class NotRegisteredError extends AnalysisError {
  readonly tag = "not-registered";
  readonly id: string;
  constructor(id: string, account: ErrorAccount) {
    super(account);
    this.id = id;
  }
}

/** Another data set is registered under this id, or the text has one id twice. */
export class AlreadyRegisteredError extends AnalysisError {
  readonly tag = "already-registered";
  readonly id: string;
  constructor(id: string, account: ErrorAccount) {
    super(account);
    this.id = id;
  }
}

/** A file of a registered data set is not where it was. */
export class RegisteredFileMissingError extends FormatError {
  override readonly tag = "registered-file-missing";
}

/** A file of a registered data set is not the one that was registered. */
export class RegisteredFileChangedError extends FormatError {
  override readonly tag = "registered-file-changed";
  readonly id: string;
  constructor(id: string, path: string, account: ErrorAccount) {
    super(path, account);
    this.id = id;
  }
}
