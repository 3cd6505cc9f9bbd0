import { homedir } from "node:os";
import { join } from "node:path";
import { InvalidArgumentError } from "../../errors.ts";
import { displayed } from "./displayed.ts";
import { cataloguesOf, SERVICES, type CatalogueName, type ServiceName } from "./services.ts";

/** What a notebook may set; what is left out stays as it is. */
export interface NetworkOptions {
  /** Whether requests may leave this machine: to all catalogues, or to these. */
  readonly on?: boolean | readonly CatalogueName[] | undefined;
  /** Other addresses of services, such as a mirror: `{ gwas: "https://mirror.example.org/gwas/rest/api/v2" }`. */
  readonly bases?: Readonly<Partial<Record<ServiceName, string>>> | undefined;
  /** Where answers are kept; `GENOBOOK_CACHE`, or a folder of the user's, when left out. */
  readonly cacheFolder?: string | undefined;
  /** Answers beyond this size make room, oldest first; 256 MiB. */
  readonly cacheBytes?: number | undefined;
  /** For how long a kept answer is used without asking whether it changed; 24. */
  readonly freshHours?: number | undefined;
  /** How long a service may be silent; 60. */
  readonly timeoutSeconds?: number | undefined;
  /** How often a service that does not answer is asked; 4. */
  readonly attempts?: number | undefined;
  /** The wait before the second time, doubled before each further one; 1. */
  readonly backOffSeconds?: number | undefined;
  /** The longest wait that a service may ask for before the call gives up; 60. */
  readonly longestWaitSeconds?: number | undefined;
  /** Of the random part of waits. */
  readonly seed?: number | undefined;
}

/** What holds now. */
export interface NetworkState {
  readonly on: boolean | readonly CatalogueName[];
  readonly bases: Readonly<Partial<Record<ServiceName, string>>>;
  readonly cacheFolder: string;
  readonly cacheBytes: number;
  readonly freshHours: number;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  readonly backOffSeconds: number;
  readonly longestWaitSeconds: number;
  readonly seed: number;
}

let state: NetworkState | undefined;

/** Settings as they are; made from the environment at first. */
export function settings(): NetworkState {
  state ??= {
    on: process.env.GENOBOOK_NETWORK === "on",
    bases: mirrorsOf(process.env.GENOBOOK_MIRRORS ?? ""),
    cacheFolder: defaultFolder(),
    cacheBytes: 256 * 1024 * 1024,
    freshHours: 24,
    timeoutSeconds: 60,
    attempts: 4,
    backOffSeconds: 1,
    longestWaitSeconds: 60,
    seed: 1,
  };
  return state;
}

/**
 * Switches the network on or off, and says what holds. It is off until it is switched on: here for the session, or with
 * the environment variable `GENOBOOK_NETWORK=on`; `GENOBOOK_NETWORK=never` forbids it. `GENOBOOK_MIRRORS` names other
 * addresses of services, as `gwas=https://mirror.example.org/v2`, with spaces between.
 *
 * While it is off, catalogues answer from what is kept on this disk, and an error tells what would be sent.
 * `catalogues.requests()` lists what was sent.
 *
 * @throws InvalidArgumentError when a value cannot be used, or the environment forbids the network
 * @example
 * catalogues.network({ on: false });
 */
export function network(options: NetworkOptions = {}): NetworkState {
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  refuseUnusable(options);
  state = { ...settings(), ...given, bases: { ...settings().bases, ...options.bases } };
  return displayed({ ...state }, describeNetwork);
}

/** Addresses from the environment: `gwas=https://mirror.example.org/v2 ebiFiles=https://mirror.example.org`. */
function mirrorsOf(text: string): NetworkState["bases"] {
  const pairs = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const);
  const odd = pairs.find(([name]) => !Object.hasOwn(SERVICES, name));
  if (odd) {
    throw new InvalidArgumentError("GENOBOOK_MIRRORS", {
      what: `GENOBOOK_MIRRORS names ${JSON.stringify(odd[0])}, which is no service.`,
      why: `Services are ${Object.keys(SERVICES).join(", ")}.`,
      remedy: "Write name=address, with spaces between, and start the kernel again.",
    });
  }
  const bases = Object.fromEntries(pairs);
  refuseUnusable({ bases });
  return bases;
}

/** Whether a request to the service may leave this machine. */
export function isAllowed(service: ServiceName): boolean {
  const { on } = settings();
  if (process.env.GENOBOOK_NETWORK === "never") return false;
  return typeof on === "boolean" ? on : cataloguesOf(service).some((name) => on.includes(name));
}

/** The address of a service, without a slash at its end. */
export function baseOf(service: ServiceName): string {
  return (settings().bases[service] ?? SERVICES[service].base).replace(/\/+$/, "");
}

function describeNetwork({ on, cacheFolder, bases }: NetworkState): readonly string[] {
  const where =
    typeof on === "boolean" ? "to all catalogues" : `to ${on.join(", ") || "no catalogue"}`;
  return [
    on === false
      ? "The network is off: catalogues answer from what is kept, and nothing leaves this machine."
      : `The network is on ${where}. catalogues.requests() lists what was sent.`,
    `Answers are kept in ${cacheFolder}.`,
    ...Object.entries(bases).map(([service, base]) => `${service} is asked at ${base}.`),
  ];
}

function defaultFolder(): string {
  const { GENOBOOK_CACHE: own, XDG_CACHE_HOME: users } = process.env;
  return own ?? join(users ?? join(homedir(), ".cache"), "genobook", "catalogues");
}

const POSITIVE = [
  "cacheBytes",
  "timeoutSeconds",
  "attempts",
  "backOffSeconds",
  "longestWaitSeconds",
] as const;

function refuseUnusable(options: NetworkOptions): void {
  const refuse = (argument: string, what: string, why: string, remedy: string): never => {
    throw new InvalidArgumentError(argument, { what, why, remedy });
  };
  if (
    options.on !== undefined &&
    options.on !== false &&
    process.env.GENOBOOK_NETWORK === "never"
  ) {
    refuse(
      "on",
      "The network cannot be switched on.",
      "The environment variable GENOBOOK_NETWORK is set to never, by whoever set up this machine.",
      "Work from kept answers and local files, or ask them.",
    );
  }
  for (const name of Array.isArray(options.on) ? (options.on as readonly string[]) : []) {
    if (Object.keys(SERVICES).includes(name) && name !== "ebiFiles" && name !== "ensembl37")
      continue;
    refuse(
      "on",
      `There is no catalogue ${name}.`,
      "The network is switched on by the names of catalogues.",
      "Use some of gwas, pgs, openGwas, ensembl, eqtl, openTargets, or true.",
    );
  }
  for (const name of POSITIVE) {
    const value = options[name];
    if (value === undefined || (Number.isFinite(value) && value > 0)) continue;
    refuse(
      name,
      `${name} is ${value}.`,
      "It is a number above 0.",
      `Leave ${name} out, or give one.`,
    );
  }
  for (const base of Object.values(options.bases ?? {})) {
    if (
      /^https:\/\/[^/]+/.test(base) ||
      /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(base)
    )
      continue;
    refuse(
      "bases",
      `${base} is not an address that can be asked.`,
      "Services are asked over https; http is for this machine only.",
      "Give an address that starts with https://.",
    );
  }
}
