/** Checksums of a folder's `md5sum.txt`: file name → MD5 in lower case. Lines of another form say nothing. */
export function checksumList(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    // `<md5>  <name>`, with a * before the name of what was read as bytes; a few lists have the name first.
    const match = /^([0-9a-fA-F]{32})[ \t]+\*?(\S+)\s*$/.exec(line) ?? undefined;
    const turned = /^(\S+)[ \t]+([0-9a-fA-F]{32})\s*$/.exec(line) ?? undefined;
    const [name, md5] = match ? [match[2], match[1]] : turned ? [turned[1], turned[2]] : [];
    if (name !== undefined && md5 !== undefined) {
      found.set(name.slice(name.lastIndexOf("/") + 1), md5.toLowerCase());
    }
  }
  return found;
}
