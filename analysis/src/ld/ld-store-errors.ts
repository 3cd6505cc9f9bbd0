import { FormatError, type ErrorAccount } from "../errors.ts";

/** A file of a later version of this library. */
export class UnsupportedVersionError extends FormatError {
  override readonly tag = "unsupported-version";
}

/** Bytes of a file are not those that were written. */
export class CorruptFileError extends FormatError {
  override readonly tag = "corrupt-file";
  /** Which block, from 0; −1 for the index. */
  readonly block: number;
  constructor(path: string, block: number, account: ErrorAccount) {
    super(path, account);
    this.block = block;
  }
}
