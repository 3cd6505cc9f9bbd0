import { dirname, join, relative, sep } from "node:path";
import type { PageRequests, RegistryList, SensedFacts } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";

type Asks<Name extends keyof PageRequests> = PageRequests[Name]["asks"];

export async function listRegistered(context: RequestContext): Promise<RegistryList> {
  const { data } = await libraryOf(context);
  const list = await data.registered();
  const place = (path: string): string => relative(process.cwd(), path).split(sep).join("/");
  return {
    path: place(list.path),
    datasets: list.entries.map((entry, i) => ({
      ...entry,
      files: entry.files.map(({ path, bytes, sha256 }) => ({
        path: place(join(dirname(list.path), path)),
        bytes,
        sha256,
      })),
      state: list.columns.state[i] ?? "there",
      changedParents: idsOf(list.columns.changedParents[i]),
      newerParents: idsOf(list.columns.newerParents[i]),
    })),
  };
}

const idsOf = (text = ""): string[] => text.split(", ").filter((id) => id !== "");

export async function senseFacts(
  { path }: Asks<"registry.sense">,
  context: RequestContext,
): Promise<SensedFacts> {
  return (await libraryOf(context)).data.sense(path);
}

export async function registerDataset(
  { path, id, replace, facts }: Asks<"registry.register">,
  context: RequestContext,
): Promise<{ readonly notices: readonly string[] }> {
  const { data } = await libraryOf(context);
  const { signal, progress } = context;
  // The library refuses kinds that it does not know.
  const given = facts as Parameters<typeof data.register>[1];
  const { notices } = await data.register(path, {
    ...given,
    id,
    replace,
    signal,
    onProgress: ({ title, done, total }) => progress(title, done, total),
  });
  return { notices };
}

export async function verifyDataset(
  { id }: Asks<"registry.verify">,
  context: RequestContext,
): Promise<PageRequests["registry.verify"]["answers"]> {
  const { data } = await libraryOf(context);
  const { signal, progress } = context;
  const { columns } = await data.verify(id, {
    signal,
    onProgress: ({ title, done, total }) => progress(title, done, total),
  });
  return {
    files: columns.file.map((path, i) => ({ path, state: columns.state[i] ?? "missing" })),
  };
}

export async function removeDataset(
  { id }: Asks<"registry.remove">,
  context: RequestContext,
): Promise<Record<string, never>> {
  await (await libraryOf(context)).data.unregister(id);
  return {};
}
