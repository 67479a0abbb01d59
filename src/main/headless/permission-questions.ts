import { isSensitive } from '../../contract/permission-need.ts';
import type { Answer, PermissionRequest } from '../../contract/permissions.ts';
import { taintSentence } from '../../contract/policy.ts';
import { codeLines, needText } from './need-text.ts';
import { printableLine } from '../base/printable.ts';
import { timeText } from './table.ts';
import type { Terminal } from './terminal.ts';

type Offer = { words: Answer[]; question: string; help: string };

const choices: Offer = {
  words: ['once', 'run', 'always', 'deny'],
  question: 'Allow [o]nce, this [r]un, [a]lways, or [d]eny? (deny) ',
  help: 'Type o, r, a or d: o allows it this once, r for this run, a from now on, and d denies it.',
};

/** A program that does whatever it is told is never allowed for always. */
const choicesOfExact: Offer = {
  words: ['once', 'run', 'deny'],
  question: 'Allow [o]nce, this [r]un, or [d]eny? (deny) ',
  help: 'Type o, r or d: o allows it this once, r for this run, and d denies it. This program does whatever it is told, so it is asked for in every run.',
};

const choicesOfCode: Offer = {
  ...choicesOfExact,
  help: 'Type o, r or d: o allows it this once, r for this run, and d denies it. Code is asked for in every run.',
};

const choicesOfSensitive: Offer = {
  ...choicesOfExact,
  help: 'Type o, r or d: o allows it this once, r for this run, and d denies it. A file that may hold passwords or keys is asked for in every run.',
};

/** After what the run has read, no yes is one to what comes later. */
const onceOnly: Offer = {
  words: ['once', 'deny'],
  question: 'Allow it this [o]nce, or [d]eny? (deny) ',
  help: 'Type o or d: o allows it this once, and d denies it.',
};

export type PermissionQuestions = {
  add(request: PermissionRequest): void;
  /** The question needs no answer any more. */
  withdraw(requestId: string): void;
  close(): void;
};

/** Puts a run's permission questions to the person, one at a time. No answer is a no, and a no is one to all that are open. */
export function createPermissionQuestions(parts: {
  terminal: Terminal;
  taskTitle: (taskId: string) => string;
  allow: (requestId: string, answer: Exclude<Answer, 'deny'>) => Promise<void>;
  /** Denies every open question of the run, also those that were not added yet; gives their ids. */
  denyAll: () => Promise<string[]>;
  onError: (error: unknown) => void;
}): PermissionQuestions {
  const { terminal } = parts;
  const waiting: PermissionRequest[] = [];
  const known = new Set<string>();
  let current: { id: string; over: AbortController } | undefined;
  let isClosed = false;

  async function askAll(): Promise<void> {
    for (let request = waiting.shift(); request && !isClosed; request = waiting.shift()) {
      current = { id: request.id, over: new AbortController() };
      const { signal } = current.over;
      for (const line of questionText(request, parts.taskTitle)) terminal.err(line);
      const answer = await askUntilClear(terminal, signal, offerOf(request));
      if (signal.aborted) continue;
      if (answer === 'deny') await denyOpen();
      else await parts.allow(request.id, answer);
    }
    current = undefined;
  }

  async function denyOpen(): Promise<void> {
    for (const id of await parts.denyAll()) {
      known.add(id);
      drop(id);
    }
  }

  function drop(requestId: string): void {
    const index = waiting.findIndex(({ id }) => id === requestId);
    if (index !== -1) waiting.splice(index, 1);
  }

  return {
    add(request) {
      if (known.has(request.id)) return;
      known.add(request.id);
      waiting.push(request);
      if (!current) askAll().catch(parts.onError);
    },
    withdraw(requestId) {
      drop(requestId);
      if (current?.id === requestId) current.over.abort();
    },
    close() {
      isClosed = true;
      current?.over.abort();
    },
  };
}

function offerOf({ taint, need }: PermissionRequest): Offer {
  if (taint) return onceOnly;
  if (need.capability === 'code') return choicesOfCode;
  if (isSensitive(need)) return choicesOfSensitive;
  return need.exact ? choicesOfExact : choices;
}

/** Only the letters and words that were offered count: who types "allow" has not said for how long. */
async function askUntilClear(terminal: Terminal, signal: AbortSignal, offer: Offer): Promise<Answer> {
  while (!signal.aborted) {
    const typed = await terminal.ask(offer.question, signal);
    const said = typed?.trim().toLowerCase() ?? '';
    if (said === '') return 'deny';
    const answer = offer.words.find((word) => word === said || word.charAt(0) === said);
    if (answer) return answer;
    terminal.err(offer.help);
  }
  return 'deny';
}

/** The question in lines, with all that is allowed by a yes. */
export function questionText(request: PermissionRequest, taskTitle: (taskId: string) => string): string[] {
  const titles = [...new Set(request.taskIds.map(taskTitle))].map(printableLine);
  const lines = [
    '',
    `${printableLine(request.workerName)} wants to ${needText(request.need)}`,
    ...codeLines(request.need),
    `  for: ${titles.join('; ')}`,
  ];
  if (request.taint) lines.push(`  ${printableLine(taintSentence(request.taint))}`);
  if (request.reason !== '') lines.push(`  why: ${printableLine(request.reason)}`);
  if (request.expiresAt !== undefined) lines.push(`  without an answer by ${timeText(request.expiresAt)} it is denied`);
  return lines;
}
