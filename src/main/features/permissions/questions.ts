import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { HeronError } from '../../base/errors.ts';

/** A question and its fate: `outcome` resolves when it is allowed and rejects when it is denied or withdrawn. */
export type Question = { request: PermissionRequest; outcome: Promise<void> };

export type Questions = {
  /** An open question for the same thing by the same run, if there is one. */
  find(wanted: {
    runId: string;
    workerId: string;
    capability: string;
    target: string;
    detail?: string;
    exact?: boolean;
    taint?: readonly string[] | undefined;
  }): Question | undefined;
  open(request: PermissionRequest): Question;
  settle(requestId: string, refusal?: HeronError): void;
  get(requestId: string): PermissionRequest | undefined;
  all(): PermissionRequest[];
};

type OpenQuestion = Question & { allow: () => void; refuse: (error: Error) => void };

export function createQuestions(kept: PermissionRequest[]): Questions {
  const questions = new Map<string, OpenQuestion>();

  function open(request: PermissionRequest): Question {
    const { promise: outcome, resolve: allow, reject: refuse } = Promise.withResolvers<void>();
    // Questions of the last session have nobody waiting yet; a refusal of one is no unhandled error.
    outcome.catch(() => {});
    const question = { request, outcome, allow, refuse };
    questions.set(request.id, question);
    return question;
  }

  kept.forEach(open);
  return {
    find: (wanted) =>
      [...questions.values()].find(
        ({ request }) =>
          request.runId === wanted.runId &&
          request.workerId === wanted.workerId &&
          request.need.capability === wanted.capability &&
          request.need.target === wanted.target &&
          (!wanted.exact || request.need.detail === wanted.detail) &&
          (request.taint ?? []).join('\n') === (wanted.taint ?? []).join('\n'),
      ),
    open,
    settle: (requestId, refusal) => {
      const question = questions.get(requestId);
      questions.delete(requestId);
      if (refusal) question?.refuse(refusal);
      else question?.allow();
    },
    get: (requestId) => questions.get(requestId)?.request,
    all: () => [...questions.values()].map(({ request }) => request),
  };
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
