/** What the doc comments of a source file say, by the names of its constants and the keys below them: `Wait.event.since`. */
export function docComments(source: string): Map<string, string> {
  const found = new Map<string, string>();
  let keys: { indent: number; path: string }[] = [];
  let comment: string | undefined;
  let open: string[] | undefined;
  for (const line of source.split('\n')) {
    if (open || /^\s*\/\*\*/.test(line)) {
      open = [...(open ?? []), line];
      if (!line.includes('*/')) continue;
      comment = textOf(open.join('\n'));
      open = undefined;
      continue;
    }
    const name = /^(?:export )?const (\w+)/.exec(line)?.[1];
    const inline = /^\s*strictObject\(\(\) => \(\{ (\w+):/.exec(line)?.[1];
    const key = name ?? inline ?? /^\s*(?:get )?(\$?\w+)(?:\(\) \{|:)/.exec(line)?.[1];
    if (key === undefined) {
      // Of a choice between objects each is commented on before it begins.
      if (!/^\s*strictObject\(/.test(line)) comment = undefined;
      continue;
    }
    const indent = line.search(/\S/);
    keys = name === undefined ? keys.filter((each) => each.indent < indent) : [];
    const path = name ?? `${keys.at(-1)?.path ?? ''}.${key}`;
    if (comment !== undefined) found.set(path, comment);
    if (inline === undefined) keys.push({ indent, path });
    comment = undefined;
  }
  return found;
}

function textOf(comment: string): string {
  return comment
    .replaceAll(/^\s*\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .filter((line) => line !== '')
    .join(' ');
}
