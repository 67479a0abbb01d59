import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readMarkdown, rewrite } from './documents.ts';
import { type FoundHeading, headingsOf, parseMarkdown } from './tree.ts';

type Input = Actions['contents']['input'];

const begin = '<!-- toc -->';
const end = '<!-- /toc -->';

export const contents: ActionRun<Input, Actions['contents']['output']> = async (input, context) => {
  const { path, depth, write } = input;
  const before = await readMarkdown(path, context);
  const isWindows = before.includes('\r\n');
  const text = before.replaceAll('\r\n', '\n');
  const headings = headingsOf(parseMarkdown(text));
  const listed = headings.filter((heading) => heading.depth > 1 && heading.depth <= depth);
  const table = listed.map(lineOf(Math.min(...listed.map((heading) => heading.depth)))).join('\n');
  const after = withTable(text, table, headings[0]);
  const whole = isWindows ? after.replaceAll('\n', '\r\n') : after;
  const isChanged = write && whole !== before;
  if (isChanged) await rewrite(path, whole, context);
  return { path, contents: table, headings: listed.length, changed: isChanged };
};

function lineOf(top: number): (heading: FoundHeading) => string {
  return ({ depth, text, slug }) => `${'  '.repeat(depth - top)}- [${text.replaceAll(/[[\]\\]/g, '\\$&')}](#${slug})`;
}

/** Between its marks; where there are none, below the title, or on top. */
function withTable(text: string, table: string, title: FoundHeading | undefined): string {
  const block = `${begin}\n\n${table}\n\n${end}`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from >= 0 && to > from) return text.slice(0, from) + block + text.slice(to + end.length);
  if (title?.depth !== 1) return `${block}\n\n${text}`;
  const lines = text.split('\n');
  // A title can be underlined, and is then two lines.
  const after = /^=+\s*$/.test(lines[title.line] ?? '') ? title.line + 1 : title.line;
  const rest = lines.slice(after).join('\n').replace(/^\n+/, '');
  return `${lines.slice(0, after).join('\n')}\n\n${block}\n\n${rest}`;
}
