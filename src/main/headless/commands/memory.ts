import { MemoryQuery, type MemoryScope, mostRemembered, type Remembered } from '../../../contract/memory.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type MemoryOptions = { channel?: string; sender?: string; conversation?: string; limit: number; json?: boolean };

/** `heron memory search <words>` */
export function searchMemory(
  { terminal, openEngine }: CommandParts,
  query: string,
  options: MemoryOptions,
): Promise<number> {
  const asked = askedFor(query, options);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { found } = await client.memory.search(asked);
    if (options.json) terminal.out(JSON.stringify(found));
    else if (found.length === 0) terminal.err(printableLine(`Nothing is remembered of ${query}`));
    else for (const line of found.map(lineOf)) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron memory summarize <words>` */
export function summarizeMemory(
  { terminal, openEngine }: CommandParts,
  query: string,
  options: MemoryOptions,
): Promise<number> {
  const asked = askedFor(query, options);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const summary = await client.memory.summarize(asked);
    if (options.json) terminal.out(JSON.stringify(summary));
    else {
      terminal.out(printable(summary.text));
      for (const line of summary.found.map(lineOf)) terminal.err(line);
    }
    return exitCode.completed;
  });
}

function askedFor(query: string, { channel, sender, conversation, limit }: MemoryOptions) {
  if (!MemoryQuery.safeParse(query).success) throw new UsageError('Name at least one word, in at most 500 characters');
  if (limit > mostRemembered.most) throw new UsageError(`--limit: at most ${mostRemembered.most}`);
  if ((channel === undefined) !== (sender === undefined)) {
    throw new UsageError('--channel and --sender go together: memory is of one sender in one channel');
  }
  const scope: MemoryScope =
    conversation !== undefined
      ? { conversationId: conversation }
      : channel !== undefined && sender !== undefined
        ? { channel, sender }
        : 'own';
  return { query, scope, limit };
}

function lineOf({ kind, text, at, role, title, file, labels }: Remembered): string {
  const who = kind === 'message' ? `${role === 'person' ? 'you' : 'Heron'}, “${title ?? ''}”` : (file ?? 'noted');
  const when = at === undefined ? '' : `${timeText(at)}  `;
  const from = labels.length === 0 ? '' : `  (goes back to ${labels.slice(0, 3).join(', ')})`;
  return printableLine(`${when}${who}: ${text.replaceAll(/\s+/g, ' ')}${from}`);
}
