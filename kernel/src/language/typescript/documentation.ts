import ts from "#typescript";

const documented = new WeakSet<ts.SourceFile>();

/** The compiler's place for comments on a node, which its types leave out. */
interface Commented {
  jsDoc?: { parent: ts.Node }[];
}

function copyComments(to: ts.Node, from: ts.Node): void {
  const { jsDoc } = from as Commented;
  if (jsDoc) {
    for (const each of jsDoc) each.parent = to;
    (to as Commented).jsDoc = jsDoc;
  }
  const targets: ts.Node[] = [];
  ts.forEachChild(to, (child) => void targets.push(child));
  let index = 0;
  ts.forEachChild(from, (child) => {
    const target = targets[index++];
    if (target) copyComments(target, child);
  });
}

/**
 * Reads the documentation comments of the files that define what is at an offset. The service parses without comments,
 * which saves a quarter of the first cell's time.
 */
export function documentAt(service: ts.LanguageService, file: string, offset: number): void {
  const program = service.getProgram();
  for (const { fileName } of service.getDefinitionAtPosition(file, offset) ?? []) {
    const source = program?.getSourceFile(fileName);
    if (!source || documented.has(source)) continue;
    documented.add(source);
    const { languageVersion, text } = source;
    const options = { languageVersion, jsDocParsingMode: ts.JSDocParsingMode.ParseAll };
    copyComments(source, ts.createSourceFile(fileName, text, options, true));
  }
}
