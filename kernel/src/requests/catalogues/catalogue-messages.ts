/** What the browser asks of catalogues; part of `PageRequests`. Only with `isOn` may anything leave the machine. */
export interface CatalogueRequests {
  readonly "catalogues.search": {
    readonly asks: OnNetwork & {
      readonly catalogue: CatalogueId;
      readonly query: string;
      readonly limit: number;
    };
    readonly answers: CatalogueAnswer;
  };
  /** All that a catalogue tells of one entry. */
  readonly "catalogues.detail": {
    readonly asks: OnNetwork & OfEntry;
    readonly answers: CatalogueDetail;
  };
  /** What a download would send, and where the file would go; nothing is sent. */
  readonly "catalogues.plan": {
    readonly asks: OfEntry & { readonly choice: string };
    readonly answers: DownloadPlan;
  };
  /** Downloads an entry's file below the project and registers it. What an interrupted go brought is gone on with. */
  readonly "catalogues.download": {
    readonly asks: OnNetwork & OfEntry & { readonly choice: string };
    readonly answers: Downloaded;
  };
  /** What services still allow, and what was sent to them. */
  readonly "catalogues.budget": {
    readonly asks: Record<string, never>;
    readonly answers: CatalogueBudget;
  };
}

interface OnNetwork {
  readonly isOn: boolean;
}

interface OfEntry {
  readonly catalogue: CatalogueId;
  readonly entry: string;
}

export type CatalogueId = "gwas" | "pgs" | "openGwas" | "eqtl" | "openTargets";

/** One data set of a catalogue; "" and null are unknown. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly trait: string;
  readonly kind: string;
  readonly ancestry: string;
  readonly build: string;
  readonly samples: number | null;
  readonly variants: number | null;
  readonly publication: string;
}

export interface CatalogueAnswer {
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  readonly entries: readonly CatalogueEntry[];
  /** When the answers were given, the oldest; "" when not known. */
  readonly fetched: string;
  /** `network`, `kept`, …: where the answers came from. */
  readonly served: readonly string[];
  readonly notices: readonly string[];
}

export interface CatalogueDetail {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly licence: string;
  readonly citation: string;
  /** Of the catalogue's data; "" where it does not tell. */
  readonly release: string;
  readonly fetched: string;
  readonly served: readonly string[];
  readonly notices: readonly string[];
}

export interface DownloadPlan {
  /** A line a request, as it would leave the machine. */
  readonly requests: readonly string[];
  /** Where the file goes, from the kernel's folder. */
  readonly folder: string;
  /** Files to choose from: builds, or whose file. */
  readonly choices: readonly string[];
}

export interface Downloaded {
  /** From the kernel's folder. */
  readonly path: string;
  readonly bytes: number;
  /** Under which it is registered. */
  readonly id: string;
  /** Bytes that were there before. */
  readonly resumedFrom: number;
  readonly notices: readonly string[];
}

export interface CatalogueBudget {
  readonly services: readonly ServiceBudget[];
  /** Whether the environment has a token for OpenGWAS; never the token. */
  readonly hasToken: boolean;
  /** The latest first. */
  readonly sent: readonly SentRequest[];
  /** All of this session. */
  readonly sentCount: number;
}

/** What a service still allows; null is not told. */
export interface ServiceBudget {
  readonly title: string;
  /** Requests that may start within the period. */
  readonly requests: number;
  readonly periodSeconds: number;
  readonly allowance: number | null;
  readonly remaining: number | null;
  /** ISO 8601; "" when nothing is waited for. */
  readonly until: string;
}

export interface SentRequest {
  readonly time: string;
  /** `GET https://…` without tokens. */
  readonly what: string;
  readonly status: number;
  readonly bytes: number;
}
