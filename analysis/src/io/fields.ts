/** Fields of a line that spaces and tabs separate, however many, as PLINK reads .bim, .fam and phenotype files. */
export function whitespaceFields(line: string): string[] {
  const fields: string[] = [];
  const length = line.length;
  let at = 0;
  while (at < length) {
    while (at < length && isBlank(line.charCodeAt(at))) at++;
    const from = at;
    while (at < length && !isBlank(line.charCodeAt(at))) at++;
    if (at > from) fields.push(line.slice(from, at));
  }
  return fields;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
