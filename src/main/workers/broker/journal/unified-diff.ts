import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

const nothing = '/dev/null';

/** Beyond this many changed lines the shortest diff takes long to find, and helps nobody read it. */
const mostEdits = 1000;

export type DiffedFile = { path: string; kind: 'created' | 'replaced' | 'deleted'; before: string; after: string };

/** A unified diff as `diff -u` writes it. */
export function unifiedDiff({ path, kind, before, after }: DiffedFile): string {
  const from = kind === 'created' ? nothing : path;
  const to = kind === 'deleted' ? nothing : path;
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: mostEdits };
  const wholly = before === '' || after === '';
  const shortest = wholly ? undefined : createTwoFilesPatch(from, to, before, after, undefined, undefined, options);
  return shortest ?? wholeDiff({ from, to, before, after });
}

/** All old lines out, all new lines in. */
function wholeDiff(file: { from: string; to: string; before: string; after: string }): string {
  const out = lines(file.before);
  const inn = lines(file.after);
  const body = [...marked(out, '-', file.before), ...marked(inn, '+', file.after)];
  const head = [`--- ${file.from}`, `+++ ${file.to}`];
  if (body.length > 0) head.push(`@@ -${range(out.length)} +${range(inn.length)} @@`);
  return `${[...head, ...body].join('\n')}\n`;
}

function lines(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function marked(content: string[], mark: '-' | '+', text: string): string[] {
  const body = content.map((line) => mark + line);
  return text === '' || text.endsWith('\n') ? body : [...body, '\\ No newline at end of file'];
}

function range(count: number): string {
  return count === 0 ? '0,0' : `1,${count}`;
}
