import { readFileSync } from "node:fs";

/** A Jupyter connection file. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  /** Node's name of the digest in `signature_scheme`: `sha256`. */
  readonly digest: string;
  readonly ports: Readonly<Record<Channel, number>>;
}

export const CHANNELS = ["shell", "control", "stdin", "iopub", "hb"] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * Reads a connection file.
 *
 * @throws Error naming the field that is missing or malformed
 */
export function readConnection(path: string): Connection {
  const fields = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  const scheme = textField(fields, "signature_scheme", "hmac-sha256", path);
  if (!scheme.startsWith("hmac-")) {
    throw new Error(`${path}: signature_scheme "${scheme}" is not supported; use hmac-sha256.`);
  }
  const port = (channel: Channel): number => {
    const value = fields[`${channel}_port`];
    if (typeof value !== "number") throw new Error(`${path}: ${channel}_port is missing.`);
    return value;
  };
  return {
    transport: textField(fields, "transport", "tcp", path),
    ip: textField(fields, "ip", "127.0.0.1", path),
    key: textField(fields, "key", "", path),
    digest: scheme.slice("hmac-".length),
    ports: {
      shell: port("shell"),
      control: port("control"),
      stdin: port("stdin"),
      iopub: port("iopub"),
      hb: port("hb"),
    },
  };
}

function textField(
  fields: Record<string, unknown>,
  name: string,
  fallback: string,
  path: string,
): string {
  const value = fields[name] ?? fallback;
  if (typeof value !== "string") throw new Error(`${path}: ${name} is not text.`);
  return value;
}

export function address(connection: Connection, channel: Channel): string {
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${connection.ports[channel]}`;
}
