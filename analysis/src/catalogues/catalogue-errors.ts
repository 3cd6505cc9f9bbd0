import { AnalysisError, type ErrorAccount } from "../errors.ts";

/** The network is off and the answer was never kept: nothing was sent, `wouldSend` is what would have been. */
export class NetworkOffError extends AnalysisError {
  readonly tag = "network-off";
  readonly wouldSend: string;
  constructor(wouldSend: string, account: ErrorAccount) {
    super(account);
    this.wouldSend = wouldSend;
  }
}

/** A catalogue's service could not be asked, or gave no usable answer; `url` never holds a token. */
export class CatalogueError extends AnalysisError {
  readonly tag: string = "catalogue";
  readonly catalogue: string;
  readonly url: string;
  constructor(catalogue: string, url: string, account: ErrorAccount, options?: ErrorOptions) {
    super(account, options);
    this.catalogue = catalogue;
    this.url = url;
  }
}

/** The catalogue does not have what was asked for (404), or no longer (410). */
export class NotInCatalogueError extends CatalogueError {
  override readonly tag = "not-in-catalogue";
}

/** The service refuses the request as it is (400, 401, 403, 406, 413). */
export class RefusedByCatalogueError extends CatalogueError {
  override readonly tag = "refused-by-catalogue";
  readonly status: number;
  constructor(catalogue: string, url: string, status: number, account: ErrorAccount) {
    super(catalogue, url, account);
    this.status = status;
  }
}

/** Too many requests (429), or a budget that is used up: asking again is possible after `retryAfterSeconds`. */
export class RateLimitedError extends CatalogueError {
  override readonly tag = "rate-limited";
  readonly retryAfterSeconds: number;
  constructor(catalogue: string, url: string, retryAfterSeconds: number, account: ErrorAccount) {
    super(catalogue, url, account);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The service does not answer: 5xx, no connection, or an answer that was cut off, each time it was asked. */
export class ServiceUnavailableError extends CatalogueError {
  override readonly tag: string = "service-unavailable";
  readonly attempts: number;
  constructor(
    catalogue: string,
    url: string,
    attempts: number,
    account: ErrorAccount,
    options?: ErrorOptions,
  ) {
    super(catalogue, url, account, options);
    this.attempts = attempts;
  }
}

/** The service was asked and did not answer in time. */
export class CatalogueTimeoutError extends ServiceUnavailableError {
  override readonly tag = "catalogue-timeout";
}

/** The answer is not what the service's documentation says: no JSON, missing fields, other types, another host. */
export class UnexpectedAnswerError extends CatalogueError {
  override readonly tag = "unexpected-answer";
  /** Fields that are missing or of another type. */
  readonly fields: readonly string[];
  constructor(
    catalogue: string,
    url: string,
    fields: readonly string[],
    account: ErrorAccount,
    options?: ErrorOptions,
  ) {
    super(catalogue, url, account, options);
    this.fields = fields;
  }
}

/** The pages of a list do not add up to the total that the service tells. */
export class IncompleteListError extends CatalogueError {
  override readonly tag = "incomplete-list";
  readonly found: number;
  readonly total: number;
  constructor(catalogue: string, url: string, found: number, total: number, account: ErrorAccount) {
    super(catalogue, url, account);
    this.found = found;
    this.total = total;
  }
}

/** A downloaded file is not the one whose checksum the catalogue gives. */
export class ChecksumError extends CatalogueError {
  override readonly tag = "checksum";
  readonly expected: string;
  readonly actual: string;
  constructor(
    catalogue: string,
    url: string,
    expected: string,
    actual: string,
    account: ErrorAccount,
  ) {
    super(catalogue, url, account);
    this.expected = expected;
    this.actual = actual;
  }
}
