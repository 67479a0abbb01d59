import type { ModelAnswered } from '../../../contract/agents.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Json } from '../../../contract/json.ts';
import type { TaskAttempt, TaskValue } from '../../../contract/timeline.ts';
import { addUsage } from '../../../contract/usage.ts';

/** Longer values are shown by pieces. */
const largest = 32_000;
const beginning = 2000;

export function taskValue(seq: number, value: Json): TaskValue {
  const text = JSON.stringify(value);
  const { length: characters } = text;
  return characters > largest ? { seq, characters, beginning: text.slice(0, beginning) } : { seq, characters, value };
}

/** The attempts at a task, from its events in order. */
export function attemptsOf(events: readonly AnyEvent[]): TaskAttempt[] {
  const attempts: TaskAttempt[] = [];
  for (const event of events) follow(attempts, event);
  return attempts;
}

function follow(attempts: TaskAttempt[], event: AnyEvent): void {
  const { at, seq = 0 } = event;
  const open = attempts.findLast(({ status }) => status === 'running' || status === 'blocked');
  const end = (status: TaskAttempt['status'], more: Partial<TaskAttempt> = {}): void => {
    if (open) Object.assign(open, { status, endedAt: at, ...more });
    else attempts.push({ attempt: Math.max(1, attempts.length), status, endedAt: at, ...more });
  };
  switch (event.type) {
    case 'task.started':
    case 'task.opened':
    case 'task.parked':
      if (open?.status === 'running') Object.assign(open, { status: 'cut-off', endedAt: at });
      attempts.push(begun(event));
      return;
    case 'task.woken':
      delete open?.webhook;
      return;
    case 'task.completed':
      delete open?.isPart;
      return end('completed', {
        output: taskValue(seq, event.payload.output),
        ...(event.payload.says === '' ? {} : { says: event.payload.says }),
      });
    case 'task.retried':
    case 'task.failed':
    case 'task.caught':
      return end('failed', { error: event.payload.error });
    case 'task.skipped':
      return end('skipped', {
        text: event.payload.reason,
        ...(event.payload.error ? { error: event.payload.error } : {}),
      });
    case 'task.cancelled':
      return end('cancelled', { text: event.payload.reason });
    case 'task.blocked':
      return end('blocked', { text: event.payload.question.text });
    case 'task.partGiven':
      if (open) Object.assign(open, { output: taskValue(seq, event.payload.output), isPart: true });
      break;
    case 'task.modelAnswered':
      if (open) open.says = saidIn(event.payload);
      break;
    case 'task.used':
      if (open) open.used = addUsage(open.used, event.payload.used);
      break;
    case 'task.answered':
      if (open?.status === 'blocked') open.text = `${open.text ?? ''}\n\n“${event.payload.answer}”`;
      break;
    default:
  }
}

/** What a model said and called in a step. */
function saidIn({ text, calls }: ModelAnswered): string {
  const called = calls.map(({ action, name }) => `\`${action ?? name}\``).join(', ');
  return [text, called === '' ? '' : `Called ${called}.`].filter((part) => part !== '').join('\n\n');
}

function begun(event: Extract<AnyEvent, { type: 'task.started' | 'task.opened' | 'task.parked' }>): TaskAttempt {
  const { at, seq = 0, type, payload } = event;
  const common = { attempt: payload.attempt, status: 'running' as const, startedAt: at };
  if (type === 'task.parked') {
    const { webhook } = payload.awaited;
    return webhook ? { ...common, webhook: { url: webhook.url, methods: webhook.methods } } : common;
  }
  const input = payload.input === undefined ? {} : { input: taskValue(seq, payload.input) };
  if (type === 'task.opened') return { ...common, ...input };
  const { repairs, waited, idempotencyKey } = payload;
  return {
    ...common,
    ...input,
    idempotencyKey,
    ...(repairs ? { repairs } : {}),
    ...(waited ? { waited } : {}),
  };
}
