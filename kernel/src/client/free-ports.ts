import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { CHANNELS } from "../protocol/connection.ts";

/** The ports of a connection file, under its names: `shell_port`, … */
export type ConnectionPorts = Readonly<Record<`${(typeof CHANNELS)[number]}_port`, number>>;

/** Ports that nobody listens on now. */
export async function freePorts(): Promise<ConnectionPorts> {
  // All are open at once, so that they differ.
  const servers = await Promise.all(CHANNELS.map(() => listen()));
  const ports = servers.map((server, i) => {
    const { port } = server.address() as AddressInfo;
    return [`${CHANNELS[i]!}_port`, port] as const;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(ports) as ConnectionPorts;
}

function listen(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
