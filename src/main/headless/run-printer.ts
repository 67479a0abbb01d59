import type { Failure } from '../../contract/errors.ts';
import type { AnyEvent, EventOf } from '../../contract/events.ts';
import type { Json } from '../../contract/json.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Run } from '../../contract/runs.ts';
import { addUsage, amountText, usageTexts } from '../../contract/usage.ts';
import type { Awaited, Excess } from '../../contract/plan-events.ts';
import { plainText } from './plain-text.ts';
import { printable, printableLine } from '../base/printable.ts';
import type { Terminal } from './terminal.ts';

/** Writes a run as it goes: a line for each task that ends, and after the last what they have to say. */
export type RunPrinter = {
  print(event: AnyEvent): void;
  taskTitle(taskId: string): string;
  /** Whether a task's failure was written in these words. */
  hasPrinted(message: string): boolean;
};

export function stalledText({ message }: Failure): string {
  return `${printable(message)}; the run goes on by itself when Heron can write again`;
}

/** What went wrong, and what the plan does about it. */
export function caughtText({ message }: Failure, by: 'recover' | 'fallback'): string {
  return `${message}; ${by === 'fallback' ? 'its fallback is done instead' : 'other tasks make it good'}`;
}

export function overBudgetText({ resource, limit, response }: Excess): string {
  const done = response === 'fallback' ? 'its fallback is done instead' : 'it ends';
  return `The run went over its budget of ${amountText(resource, limit)}; ${done}`;
}

function skippedText({ reason, error }: EventOf<'task.skipped'>['payload']): string {
  return error ? `${error.message}; ${reason}` : reason;
}

const endings = new Set<AnyEvent['type']>(['run.completed', 'run.failed', 'run.cancelled']);

/** `before`: how a run stood that began earlier. */
export function createRunPrinter(
  terminal: Terminal,
  plan: Plan,
  titles: ReadonlyMap<string, string>,
  before?: Pick<Run, 'used' | 'seq'>,
): RunPrinter {
  const says = new Map<string, string>();
  const failures = new Set<string>();
  let used = before?.used;

  const taskTitle = (taskId: string): string =>
    titles.get(taskId) ?? plan.tasks.find(({ id }) => id === taskId)?.title ?? taskId;

  function printTask(event: AnyEvent, taskId: string): void {
    const title = printableLine(taskTitle(taskId));
    switch (event.type) {
      case 'task.completed':
        says.set(taskId, event.payload.says);
        return terminal.out(`✓ ${title}`);
      case 'task.failed':
        failures.add(event.payload.error.message);
        return terminal.out(`✗ ${title}: ${printable(event.payload.error.message)}`);
      case 'task.skipped':
        return terminal.out(`– ${title} (skipped: ${printableLine(skippedText(event.payload))})`);
      case 'task.cancelled':
        return terminal.out(`– ${title} (stopped)`);
      case 'task.caught':
        return terminal.err(`… ${title}: ${printableLine(caughtText(event.payload.error, event.payload.by))}`);
      case 'task.retried':
        return terminal.err(`… ${title} is tried again: ${printableLine(event.payload.error.message)}`);
      case 'task.parked':
        return printAddress(terminal, event.payload.awaited, title);
      case 'task.started':
        for (const repair of event.payload.repairs ?? []) terminal.err(`… ${title}: ${printableLine(repair)}`);
        return terminal.isAttended ? terminal.err(`… ${title}`) : undefined;
      case 'task.streamed':
        return terminal.isAttended ? printPiece(terminal, event.payload.data) : undefined;
      default:
        return undefined;
    }
  }

  return {
    taskTitle,
    hasPrinted: (message) => failures.has(message),
    print(event) {
      const isNews = event.seq !== undefined && event.seq > (before?.seq ?? 0);
      if (event.type === 'task.used' && isNews) used = addUsage(used, event.payload.used);
      if (event.scope.taskId !== undefined) printTask(event, event.scope.taskId);
      if (event.type === 'run.overBudget') terminal.err(overBudgetText(event.payload));
      if (event.type === 'call.rang') terminal.err(callText(event.payload));
      if (event.type === 'run.stalled') terminal.err(stalledText(event.payload.error));
      if (endings.has(event.type) && used) terminal.err(`Used ${usageTexts(used, plan.budget).join(', ')}`);
      if (event.type !== 'run.completed') return;
      const answers = plan.tasks.map(({ id }) => says.get(id) ?? '').filter((text) => text !== '');
      if (answers.length > 0) terminal.out('');
      for (const text of answers) terminal.out(printable(plainText(text)));
    },
  };
}

/** What a task says while it works is for who watches; the result has it again. */
function printPiece(terminal: Terminal, data: Json): void {
  if (typeof data !== 'string') return;
  for (const line of data.replace(/\n$/, '').split('\n')) terminal.err(`  ${printable(line)}`);
}

/** With the sign at which a terminal makes a sound. */
function callText({ callId, text }: EventOf<'call.rang'>['payload']): string {
  return `\u0007Heron is calling: ${printable(text)}\n  heron calls answer ${callId.slice(-6)} takes it, heron calls decline ${callId.slice(-6)} does not`;
}

function printAddress({ err }: Terminal, { webhook }: Awaited, title: string): void {
  if (webhook) err(printable(`… ${title} waits for a call (${webhook.methods.join(' or ')}):\n  ${webhook.url}`));
}
