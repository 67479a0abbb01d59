import type { AnyEvent } from '../../../contract/events.ts';
import type { Failure } from '../../../contract/errors.ts';
import { TaskQuestion } from '../../../contract/runs.ts';
import { parentPath } from '../../../contract/task-path.ts';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { Inlet } from './inlets.ts';
import type { RecordedLog } from './recorded-log.ts';
import type { Segment } from './segment.ts';

type Words = Pick<RecordedLog, 'nextOf' | 'nextWithin'>;

/**
 * Gives an execution at rest what makes it produce the event that comes next in the log. False: there is nothing it waits for that
 * could. One thing at a time, and only what leads to this event: so things happen in the order of the log.
 */
export function handOver(segment: Segment, event: AnyEvent, log: Words & Pick<RecordedLog, 'after'>): boolean {
  const path = event.scope.taskId ?? '';
  switch (event.type) {
    case 'run.stopRequested':
      return hurry(segment, log) || segment.cancel(event.payload.reason);
    case 'task.limitReached':
    case 'run.limitReached': {
      const { limit, by } = event.payload;
      const end = segment.inlets.find(path, 'end');
      if (limit === 'calls' && !end) return goOn(segment, by ?? path, event);
      return hurry(segment, log) || give(end, undefined) || segment.reach(path, limit) || goOn(segment, path, event);
    }
    case 'task.drew':
      return give(segment.inlets.find(path, 'draw'), event.payload) || goOn(segment, path, log.after() ?? event);
    case 'task.used': {
      const call = segment.inlets.find(path, 'call', 'model');
      call?.use(event.payload.used);
      return call !== undefined || goOn(segment, path, event);
    }
    case 'task.modelAnswered':
      return give(segment.inlets.find(path, 'model'), event.payload) || goOn(segment, path, event);
    case 'task.steered':
      return give(segment.inlets.find(path, 'hear'), event.payload.heard) || goOn(segment, path, event);
    case 'task.answered':
      return give(segment.inlets.find(path, 'answer'), event.payload.answer) || goOn(segment, path, event);
    case 'task.resolved':
      return give(segment.inlets.find(path, 'decision'), event.payload.decision) || goOn(segment, path, event);
    default:
      return goOn(segment, path, event);
  }
}

/** Before something ends tasks: gives one of them what had reached it, and came on record only afterwards. */
function hurry(segment: Segment, { nextOf, nextWithin }: Words): boolean {
  const { inlets, wakeUp } = segment;
  for (const inlet of inlets.ofKinds('turn', 'answer', 'decision', 'wake', 'hear')) {
    if (inlet.kind === 'hear' || inlet.kind === 'turn') {
      // An agent that heard nothing leaves no word of that, nor does one who takes a key again: it had gone on if what is inside goes on after this.
      const taskId = nextWithin(inlet.path)?.scope.taskId;
      if (taskId !== undefined && taskId !== inlet.path) return give(inlet, undefined);
    }
    const next = nextOf(inlet.path);
    const isWord = next?.type === 'task.answered' || next?.type === 'task.resolved';
    if (inlet.kind === 'turn' && isWord) return give(inlet, undefined);
    if (inlet.kind === 'answer' && next?.type === 'task.answered') return give(inlet, next.payload.answer);
    if (inlet.kind === 'decision' && next?.type === 'task.resolved') return give(inlet, next.payload.decision);
    if (inlet.kind === 'wake' && next?.type === 'task.completed' && wakeUp(inlet.path)) return true;
  }
  return false;
}

function goOn(segment: Segment, path: string, event: AnyEvent): boolean {
  if (segment.wakeUp(path)) return true;
  const inlet = segment.inlets.find(path, 'step', 'ensure', 'turn', 'hear', 'pause', 'call', 'model');
  return inlet ? answer(inlet, event) : comeNearer(segment, path);
}

/** A task that goes on after a restart takes its key again, and those of tasks around it, and an agent listens, without a word in the log. */
export function comeNearer({ inlets }: Pick<Segment, 'inlets'>, path: string): boolean {
  for (let at = path; at !== ''; at = parentPath(at)) {
    const inlet = inlets.find(at, 'turn', 'hear');
    if (inlet) return give(inlet, undefined);
  }
  return false;
}

function give(inlet: Inlet | undefined, value: unknown): boolean {
  inlet?.give(value);
  return inlet !== undefined;
}

function answer(inlet: Inlet, event: AnyEvent): boolean {
  const { kind, signal } = inlet;
  const failure = failureIn(event);
  if (kind === 'call' && event.type === 'task.completed') inlet.give(event.payload.output);
  else if (signal?.aborted) inlet.refuse(signal.reason as Error);
  else if (kind === 'turn' && failure?.details?.['keyCircle'] !== undefined) inlet.refuse(asThrown(failure));
  else if (kind === 'step' || kind === 'turn' || kind === 'hear' || kind === 'pause' || (kind === 'ensure' && !failure))
    inlet.give(undefined);
  else if (failure) inlet.refuse(asThrown(failure));
  else return false;
  return true;
}

/** Why the attempt of which this is the next event failed. */
function failureIn(event: AnyEvent): Failure | undefined {
  switch (event.type) {
    case 'task.blocked': {
      const { error, question } = event.payload;
      if (error) return error;
      const { text, choices } = question;
      return { code: 'blocked', message: text, ...(choices ? { details: { choices } } : {}) };
    }
    case 'task.failed':
    case 'task.retried':
    case 'task.caught':
    case 'run.failed':
      return event.payload.error;
    case 'task.skipped':
      return event.payload.error;
    default:
      return undefined;
  }
}

/** Where nobody is there to answer, the record is of that; the worker's question stands in it. */
function asThrown(failure: Failure): Error {
  const asked = failure.code === 'blocked' ? TaskQuestion.safeParse(failure.details?.['question']).data : undefined;
  if (!asked) return fromFailure(failure);
  return new HeronError('blocked', asked.text, asked.choices ? { choices: asked.choices } : undefined);
}
