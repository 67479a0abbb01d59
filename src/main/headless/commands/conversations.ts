import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Conversation, ExportForm } from '../../../contract/conversations.ts';
import { ConversationId } from '../../../contract/ids.ts';
import { fileError, HeronError } from '../../base/errors.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

type Json = { json?: boolean };
export type ExportOptions = { format: ExportForm; out?: string };

/** `heron conversations` */
export function listConversations({ terminal, openEngine }: CommandParts, { json }: Json): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const conversations = await client.conversations.list({});
    if (json) terminal.out(JSON.stringify(conversations));
    else if (conversations.length === 0) terminal.err('There are no conversations yet');
    else for (const line of tableLines(conversations.map(rowOf))) terminal.out(line);
    return exitCode.completed;
  });
}

/** `heron conversations search <words>` */
export function searchConversations(
  { terminal, openEngine }: CommandParts,
  query: string,
  { json }: Json,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const found = await client.conversations.search({ query });
    if (json) terminal.out(JSON.stringify(found));
    else if (found.length === 0) terminal.err(printableLine(`No conversation matches ${query}`));
    for (const { conversation, excerpts } of json ? [] : found) {
      for (const line of tableLines([rowOf(conversation)])) terminal.out(line);
      for (const { before, found: words, after } of excerpts)
        terminal.out(printableLine(`  ${before}${words}${after}`));
    }
    return exitCode.completed;
  });
}

/** `heron conversations export <conversation>` */
export async function exportConversation(
  { terminal, openEngine }: CommandParts,
  conversationId: string,
  { format: form, out }: ExportOptions,
): Promise<number> {
  if (!ConversationId.safeParse(conversationId).success)
    throw new UsageError(`${conversationId} is no id of a conversation; heron conversations lists them`);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { text } = await client.conversations.export({ conversationId, form });
    if (out === undefined) terminal.out(form === 'json' ? text.trimEnd() : printable(text.trimEnd()));
    else await writeNew(resolve(terminal.cwd, out), text);
    return exitCode.completed;
  });
}

/** `heron conversations import <file>` */
export async function importConversation({ terminal, openEngine }: CommandParts, named: string): Promise<number> {
  const file = resolve(terminal.cwd, named);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(error, file);
  });
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const { id, title } = await client.conversations.import({ text });
    terminal.out(printableLine(`${id} ${title}`));
    return exitCode.completed;
  });
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new HeronError('already-exists', `${file} exists already; name another with --out`, { path: file });
    throw fileError(error, file);
  }
}

function rowOf({ id, title, updatedAt, folder }: Conversation): string[] {
  return [id, timeText(updatedAt), folder === undefined ? title : `${folder}: ${title}`];
}
