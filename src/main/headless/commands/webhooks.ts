import type { Trigger, TriggerCall } from '../../../contract/triggers.ts';
import type { EngineClient } from '../../gateway/engine-router.ts';
import { exitCode } from '../exit-code.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

type Json = { json?: boolean };

/** `heron webhooks`: what starts runs of templates when it is called. */
export function listWebhooks({ terminal, openEngine }: CommandParts, { json }: Json): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const triggers = await client.triggers.list();
    if (json) terminal.out(JSON.stringify(triggers));
    else if (triggers.length === 0) terminal.err('There are no webhooks; heron webhooks add <template> makes one');
    else {
      for (const line of tableLines(triggers.map(rowOf))) terminal.out(line);
      for (const { id, problem } of triggers) if (problem !== undefined) terminal.err(printable(`${id}: ${problem}`));
    }
    return exitCode.completed;
  });
}

/** `heron webhooks add <template>`: the address is shown once. */
export function addWebhook(
  { terminal, openEngine }: CommandParts,
  template: string,
  { limit, json }: Json & { limit?: number },
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client, engine) => {
    const made = await client.triggers.add({ template, ...(limit === undefined ? {} : { perMinute: limit }) });
    tellAddress(terminal, made, json);
    sayWhenHeard(terminal, engine.isRemote);
    return exitCode.completed;
  });
}

/** `heron webhooks rotate <webhook>` */
export function rotateWebhook(parts: CommandParts, name: string, { json }: Json): Promise<number> {
  return withTrigger(parts, name, async (client, { id }) => {
    tellAddress(parts.terminal, await client.triggers.rotate({ triggerId: id }), json);
  });
}

/** `heron webhooks remove <webhook>` */
export function removeWebhook(parts: CommandParts, name: string): Promise<number> {
  return withTrigger(parts, name, async (client, { id, title }) => {
    await client.triggers.remove({ triggerId: id });
    parts.terminal.err(printableLine(`The webhook of ${title} is removed; its address is void`));
  });
}

/** `heron webhooks pause <webhook>`, and `resume`. */
export function pauseWebhook(parts: CommandParts, name: string, verb: 'pause' | 'resume'): Promise<number> {
  return withTrigger(parts, name, async (client, { id, title }) => {
    await client.triggers[verb]({ triggerId: id });
    const now = verb === 'pause' ? 'is paused' : 'starts runs again';
    parts.terminal.err(printableLine(`The webhook of ${title} ${now}`));
  });
}

/** `heron webhooks calls <webhook>` */
export function listCalls(
  parts: CommandParts,
  name: string,
  { limit, json }: Json & { limit: number },
): Promise<number> {
  const { terminal } = parts;
  return withTrigger(parts, name, async (client, { id }) => {
    const calls = await client.triggers.calls({ triggerId: id, limit });
    if (json) return terminal.out(JSON.stringify(calls));
    if (calls.length === 0) return terminal.err('Nobody has called it yet');
    for (const line of tableLines(calls.map(callRow))) terminal.out(line);
  });
}

function rowOf({ id, title, perMinute, createdAt, lastCall, problem, isPaused }: Trigger): string[] {
  const last = lastCall ? `last called ${timeText(lastCall.at)}: ${lastCall.status}` : 'not called yet';
  return [
    id,
    title,
    `made ${timeText(createdAt)}`,
    `${perMinute} a minute`,
    isPaused ? 'paused' : problem === undefined ? last : 'cannot be used',
  ];
}

function callRow({ at, status, runId, message }: TriggerCall): string[] {
  return [timeText(at), String(status), runId ?? printableLine(message ?? '')];
}

function tellAddress(terminal: Terminal, made: { trigger: Trigger; url: string }, json: boolean | undefined): void {
  if (json) return terminal.out(JSON.stringify(made));
  terminal.out(made.url);
  terminal.err(`${made.trigger.id}: whoever knows this address can start runs; it is not shown again`);
}

function sayWhenHeard(terminal: Terminal, isHeard: boolean | undefined): void {
  if (!isHeard) terminal.err('It is heard while Heron runs: heron serve');
}

/** By its id, or its title where that has one webhook. */
function withTrigger(
  { openEngine }: CommandParts,
  name: string,
  use: (client: EngineClient, trigger: Trigger) => Promise<void> | void,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const all = await client.triggers.list();
    const found = all.filter(({ id, title }) => id === name || title === name);
    const [trigger, ...more] = found;
    if (!trigger) throw new UsageError(`There is no webhook ${name}; heron webhooks lists them`);
    if (more.length > 0)
      throw new UsageError(`${name} has ${found.length} webhooks: ${found.map(({ id }) => id).join(', ')}`);
    await use(client, trigger);
    return exitCode.completed;
  });
}
