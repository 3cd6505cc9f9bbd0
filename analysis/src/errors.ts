/** What every error of this library says: what happened, why, and what to do next. */
export interface ErrorAccount {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** Base of all errors that bad input can cause. `tag` names the case; fields of subclasses carry the numbers. */
export abstract class AnalysisError extends Error {
  abstract readonly tag: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly isAnalysisError = true;

  constructor(account: ErrorAccount, options?: ErrorOptions) {
    super(`${account.what} ${account.why} ${account.remedy}`, options);
    this.name = new.target.name;
    this.what = account.what;
    this.why = account.why;
    this.remedy = account.remedy;
  }
}

/**
 * True for errors of this library, also across two copies of it; narrows to one `tag` when given.
 *
 * @example
 * try { await data.genotypes("cohort.bed"); } catch (e) { if (isAnalysisError(e, "truncated-file")) console.log(e.remedy); }
 */
export function isAnalysisError(error: unknown, tag?: string): error is AnalysisError {
  return (
    typeof error === "object" &&
    error !== null &&
    "isAnalysisError" in error &&
    (tag === undefined || (error as AnalysisError).tag === tag)
  );
}

/** A file is not what its name or its companions say it is. */
export class FormatError extends AnalysisError {
  readonly tag: string = "format";
  readonly path: string;
  constructor(path: string, account: ErrorAccount, options?: ErrorOptions) {
    super(account, options);
    this.path = path;
  }
}

/** A file ends before its content does. */
export class TruncatedFileError extends FormatError {
  override readonly tag = "truncated-file";
}

/** The first bytes are not those of the format. */
export class WrongMagicError extends FormatError {
  override readonly tag = "wrong-magic";
}

/** Files that belong together disagree on the number of variants or samples. */
export class FilesDisagreeError extends FormatError {
  override readonly tag = "files-disagree";
}

/** An identifier that must be unique occurs more than once. */
export class DuplicateIdError extends AnalysisError {
  readonly tag = "duplicate-id";
  /** The first few duplicated identifiers of *variants*; people's identifiers are counted, never listed. */
  readonly count: number;
  constructor(count: number, account: ErrorAccount) {
    super(account);
    this.count = count;
  }
}

/** Two data sets that must share samples or variants share none. */
export class NoOverlapError extends AnalysisError {
  readonly tag = "no-overlap";
}

/** An argument has a value the method cannot use. */
export class InvalidArgumentError extends AnalysisError {
  readonly tag = "invalid-argument";
  readonly argument: string;
  constructor(argument: string, account: ErrorAccount) {
    super(account);
    this.argument = argument;
  }
}

/** Arrays that must be equally long are not. */
export class LengthMismatchError extends AnalysisError {
  readonly tag = "length-mismatch";
}

/** Covariates are linearly dependent, or a trait has no variance left; names the columns. */
export class CollinearityError extends AnalysisError {
  readonly tag = "collinear";
  readonly columns: readonly string[];
  constructor(columns: readonly string[], account: ErrorAccount) {
    super(account);
    this.columns = columns;
  }
}

/** A trait has one value only, or a binary trait one class only. */
export class ConstantTraitError extends AnalysisError {
  readonly tag = "constant-trait";
}

/** The caller, or the notebook's interrupt, stopped the work. Nothing partial is left behind. */
export class CancelledError extends AnalysisError {
  readonly tag = "cancelled";
}

/** The device that a call asked to compute on is not there. */
export class DeviceUnavailableError extends AnalysisError {
  readonly tag = "device-unavailable";
}

/** A worker thread ended without being told to: killed, or out of memory. */
export class WorkerLostError extends AnalysisError {
  readonly tag = "worker-lost";
}
