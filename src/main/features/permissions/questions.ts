import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';
import type { KeptQuestion } from './question-rows.ts';
import { deniedError } from './refusals.ts';

/** A question and its fate: `outcome` resolves when it is allowed and rejects when it is denied or withdrawn. */
export type Question = { request: PermissionRequest; outcome: Promise<void> };

type Wanted = { runId: string; workerId: string; need: PermissionNeed; taint?: string[] };

export type Questions = {
  /** A question for the same thing by the same run: one that is open, or one that was denied. */
  find(wanted: Wanted): Question | undefined;
  /** A new question; nobody can answer it until it is released, because it is not written down yet. */
  open(request: PermissionRequest): Question;
  /** Takes open questions out of everybody's reach while their answer is written down; all of them or none. Errors: `not-found`. */
  claim(requestIds: readonly string[]): void;
  /** They are open: the question is written down, or its answer could not be. */
  release(requestIds: readonly string[]): void;
  /** Allowed, or withdrawn with an error. */
  settle(requestId: string, error?: unknown): void;
  /** A no holds for as long as the run: it is not asked for again. */
  refuse(requestId: string, rule: string): void;
  forgetRun(runId: string): void;
  /** Only the codes of these questions are still good. */
  keepCodes(requestIds: ReadonlySet<string>): void;
  get(requestId: string): PermissionRequest | undefined;
  /** Those that are open. */
  all(): PermissionRequest[];
};

type Entry = Question & {
  state: 'open' | 'claimed' | 'refused';
  allow: () => void;
  reject: (error: unknown) => void;
};

function unsettled(request: PermissionRequest): Entry {
  const { promise: outcome, resolve: allow, reject } = Promise.withResolvers<void>();
  // Questions of the last session have nobody waiting yet; a refusal of one is no unhandled error.
  outcome.catch(() => {});
  return { request, outcome, allow, reject, state: 'claimed' };
}

export function createQuestions(kept: KeptQuestion[]): Questions {
  const questions = new Map<string, Entry>();

  function open(request: PermissionRequest): Question {
    const question = unsettled(request);
    questions.set(request.id, question);
    return question;
  }

  const openOne = (id: string): Entry | undefined => {
    const question = questions.get(id);
    return question?.state === 'open' ? question : undefined;
  };

  function change(ids: readonly string[], from: Entry['state'], to: Entry['state']): void {
    for (const id of ids) {
      const question = questions.get(id);
      if (question?.state === from) question.state = to;
    }
  }

  function refuse(requestId: string, rule: string): void {
    const question = questions.get(requestId);
    if (!question) return;
    question.state = 'refused';
    question.reject(deniedError(question.request, rule));
  }

  for (const { request, refused } of kept) {
    open(request);
    if (refused === undefined) change([request.id], 'claimed', 'open');
    else refuse(request.id, refused);
  }
  return {
    find: (wanted) => [...questions.values()].find((question) => isForSame(question, wanted)),
    open,
    claim: (ids) => {
      const missing = ids.find((id) => !openOne(id));
      if (missing !== undefined) {
        const message = `The question ${missing} has been answered or withdrawn already, or its time has passed`;
        throw new HeronError('not-found', message);
      }
      change(ids, 'open', 'claimed');
    },
    release: (ids) => change(ids, 'claimed', 'open'),
    settle: (id, error) => {
      const question = questions.get(id);
      questions.delete(id);
      if (error !== undefined) question?.reject(error);
      else question?.allow();
    },
    refuse,
    forgetRun: (runId) => {
      for (const [id, { request }] of questions) if (request.runId === runId) questions.delete(id);
    },
    keepCodes: (ids) => {
      for (const question of questions.values()) {
        if (!ids.has(question.request.id)) question.request = { ...question.request, code: undefined };
      }
    },
    get: (id) => openOne(id)?.request,
    all: () => [...questions.values()].flatMap(({ request, state }) => (state === 'open' ? [request] : [])),
  };
}

/** A no holds for the run, whatever it reads after it; a yes must know what was read. */
function isForSame({ request, state }: Entry, { runId, workerId, need, taint }: Wanted): boolean {
  const asked = request.need;
  return (
    request.runId === runId &&
    request.workerId === workerId &&
    asked.capability === need.capability &&
    asked.target === need.target &&
    JSON.stringify(asked.args) === JSON.stringify(need.args) &&
    (!need.exact || asked.detail === need.detail) &&
    (state === 'refused' || JSON.stringify(request.taint) === JSON.stringify(taint))
  );
}

/** Resolves or rejects with the first of all refusals once every question is settled; the signal ends the waiting. */
export async function allAnswered(questions: Question[], signal: AbortSignal): Promise<void> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const outcomes = await Promise.race([Promise.allSettled(questions.map(({ outcome }) => outcome)), stopped]);
    const refused = outcomes.find((each) => each.status === 'rejected');
    if (refused) throw refused.reason as Error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
