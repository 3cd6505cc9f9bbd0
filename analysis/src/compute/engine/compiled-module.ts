/**
 * URL of a compiled module beside the caller, for a worker to import: workers load JavaScript, also where the caller
 * itself runs from its TypeScript source, as unit tests do.
 *
 * @param name - relative, ending in `.js`
 * @param caller - `import.meta.url`
 */
export function compiledModule(name: string, caller: string): string {
  if (!caller.endsWith(".ts")) return new URL(name, caller).href;
  const at = caller.lastIndexOf("/src/");
  return new URL(name, `${caller.slice(0, at)}/dist/${caller.slice(at + 5)}`).href;
}
