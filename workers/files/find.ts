import { type ActionRun, fail, type FileEntry, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { nameMatcher } from './glob.ts';

type Output = Actions['find']['output'];
type Match = Output['matches'][number];

const excerptLength = 200;

export const find: ActionRun<Actions['find']['input'], Output> = async (input, context) => {
  const { path, pattern, limit, maxFileBytes } = input;
  if (pattern === undefined && input.text === undefined)
    fail('invalid-input', 'Say what to find: a pattern, a text or both');
  const isWanted = nameMatcher(pattern);
  const sought = input.text?.toLowerCase();
  const output: Output = { path, matches: [], searched: 0, tooLarge: 0, unreadable: 0, truncated: false };
  for await (const entry of context.files.list(path, { recursive: true })) {
    if (entry.kind !== 'file') continue;
    output.searched += 1;
    if (output.searched % 500 === 0)
      context.progress({ text: `${output.searched} files, ${output.matches.length} found` });
    if (!isWanted(entry.name)) continue;
    if (sought !== undefined && entry.size > maxFileBytes) {
      output.tooLarge += 1;
      continue;
    }
    const text = sought === undefined ? undefined : await textOf(entry, context);
    if (sought !== undefined && text === undefined) output.unreadable += 1;
    const match = sought === undefined ? matchOf(entry) : searchText(entry, text ?? '', sought);
    if (!match) continue;
    if (output.matches.length === limit) return { ...output, truncated: true };
    output.matches.push(match);
  }
  return output;
};

function matchOf(entry: FileEntry): Match {
  return { path: entry.path, bytes: entry.size };
}

/** One file that vanished or is protected does not end the search for all the others. */
async function textOf(entry: FileEntry, context: WorkerContext): Promise<string | undefined> {
  try {
    return await context.files.readText(entry.path);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log('info', `${entry.path} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function searchText(entry: FileEntry, text: string, sought: string): Match | undefined {
  if (text.includes('\0')) return undefined;
  const lower = text.toLowerCase();
  const at = lower.indexOf(sought);
  if (at < 0) return undefined;
  // Lower case may be longer than the text it was made from, but has as many lines.
  const line = lower.slice(0, at).split('\n').length;
  const excerpt = text.split('\n', line).at(-1) ?? '';
  return { ...matchOf(entry), line, excerpt: excerpt.trim().slice(0, excerptLength) };
}
