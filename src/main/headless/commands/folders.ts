import { FolderName } from '../../../contract/folders.ts';
import { printable, printableLine } from '../../base/printable.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import type { EngineAccess } from '../engine-access.ts';
import { exitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { plainText } from '../plain-text.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type SayOptions = { folder?: string; conversation?: string; new?: boolean; json?: boolean };

/** `heron conversations folder <name>`: where what is said in it goes on, and what is known of it. */
export function showFolder(
  { terminal, openEngine }: CommandParts,
  named: string,
  { json }: { json?: boolean },
): Promise<number> {
  const folder = folderNamed(named);
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const state = await client.folders.read({ folder });
    if (json) terminal.out(JSON.stringify(state));
    else {
      const { last, summary } = state;
      if (last) {
        const about = `${last.tokens.toLocaleString('en')} tokens, ${Math.round(last.hours)} h since the last word`;
        terminal.out(printableLine(`${last.conversationId}  ${last.title}  (${about})`));
      }
      terminal.out(whereNext(last));
      if (summary?.text) terminal.out(`\n${printable(summary.text)}`);
    }
    return exitCode.completed;
  });
}

function whereNext(last: { because?: 'long' | 'old' | undefined } | undefined): string {
  if (!last) return 'Nothing was said in it yet: a conversation begins with what is said next';
  if (!last.because) return 'What is said next goes on there';
  return `A new one begins with what is said next, because that one is ${last.because === 'long' ? 'long' : 'from long ago'}`;
}

/** `heron conversations say <words>`: in a conversation, in a folder, or in a new one; prints the answer. */
export function sayIn(
  { terminal, openEngine }: CommandParts,
  text: string,
  { folder, conversation, new: beginsAnew, json = false }: SayOptions,
): Promise<number> {
  if (text.trim() === '') throw new UsageError('Say something, for example: heron conversations say "what time is it"');
  const place =
    folder === undefined
      ? conversation === undefined
        ? {}
        : { conversationId: conversation }
      : { folder: folderNamed(folder), ...(beginsAnew ? { beginsAnew: true as const } : {}) };
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const sent = await client.conversations.send({ text, baseFolder: terminal.cwd, ...place });
    terminal.err(`In ${sent.conversationId}`);
    if (sent.isQueued) {
      terminal.err('It waits: the conversation is worked on');
      return exitCode.completed;
    }
    const code = sent.runId === undefined ? exitCode.completed : await follow({ terminal, engine, json }, sent.runId);
    if (!json) await printAnswer({ terminal, client }, sent);
    return code;
  });
}

async function follow(
  { terminal, engine, json }: { terminal: Terminal; engine: EngineAccess; json: boolean },
  runId: string,
): Promise<number> {
  const { plan } = await (await engine.client()).runs.get({ runId });
  const titles = new Map(plan.tasks.flatMap(({ id, title }) => (title === undefined ? [] : [[id, title] as const])));
  const isAttended = terminal.isAttended;
  return followRun({ terminal, engine, runId, plan, titles, lasting: new Set(), json, isAttended });
}

/** What followed the message; of a run the answer stands there a moment after its end. */
async function printAnswer(
  { terminal, client }: { terminal: Terminal; client: EngineClient },
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<void> {
  const { messages } = await client.conversations.get({ conversationId });
  const at = messages.findIndex(({ id }) => id === messageId);
  for (const { role, text } of messages.slice(at + 1)) {
    if (role === 'assistant') terminal.out(printable(plainText(text)));
  }
}

function folderNamed(name: string): string {
  const { data } = FolderName.safeParse(name);
  if (data === undefined) throw new UsageError('A folder has a name of at most 60 characters');
  return data;
}
