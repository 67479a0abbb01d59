import type { Answer, Grant, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import type { WhenMissing } from '../../../contract/runs.ts';
import type { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { AuditLog } from './audit-log.ts';
import { makeCode } from './codes.ts';
import type { Ledger } from './ledger.ts';
import { grantFor, type GrantMaking } from './make-grant.ts';
import type { Question, Questions } from './questions.ts';
import { saidNo, unanswered } from './refusals.ts';
import type { PermissionStore } from './store.ts';

/** Milliseconds a question waits for its answer; 0: until it is answered. */
export type AnswerTimes = { attendedMs: number; unattendedMs: number };

export type AskingParts = GrantMaking & {
  store: PermissionStore;
  events: EventLog;
  audit: AuditLog;
  ledger: Ledger;
  questions: Questions;
  answerTimes: () => AnswerTimes;
  /** Something that expires has come or gone. */
  onChange: () => void;
};

/** A run that wants something. */
export type Asker = { runId: string; conversationId?: string; unattended: boolean; whenMissing?: WhenMissing };

export type GivenAnswer = { requestId: string; answer: Answer; choice?: GrantChoice | undefined };

/** Opens questions for what nobody was asked yet, and gives all that are to be waited for. */
export async function ask(parts: AskingParts, asker: Asker, wanted: WorkerNeed[]): Promise<Question[]> {
  const fresh: PermissionRequest[] = [];
  const questions = Map.groupBy(wanted, keyOf)
    .values()
    .map((same) => {
      const known = parts.questions.find({ ...asker, ...same[0]! });
      if (known) return known;
      const request = describe(parts, asker, same);
      fresh.push(request);
      return parts.questions.open(request);
    })
    .toArray();
  if (fresh.length === 0) return questions;
  await keep(parts, fresh);
  parts.onChange();
  return questions;
}

/** A question can be answered once it is written down. */
async function keep({ events, store, questions }: AskingParts, fresh: PermissionRequest[]): Promise<void> {
  const ids = fresh.map(({ id }) => id);
  try {
    await events.append(
      fresh.map(({ code: _, ...request }) => draft('permission.requested', request, { request })),
      () => fresh.forEach(store.addRequest),
    );
    questions.release(ids);
  } catch (error) {
    for (const id of ids) questions.settle(id, error);
    throw error;
  }
}

/** Errors: `not-found`, `invalid-input`; then none of the questions is answered. */
export async function answer(parts: AskingParts, answers: GivenAnswer[]): Promise<void> {
  await settling(
    parts,
    answers.map(({ requestId }) => requestId),
    async (requests) => {
      const found = answers.map((given, index) => ({ ...given, request: requests[index]! }));
      const given = found.flatMap(({ request, answer: chosen, choice }) =>
        chosen === 'deny' ? [] : [{ grant: grantFor(parts, request, chosen, choice), requestId: request.id }],
      );
      const denied = found.flatMap(({ request, answer: chosen }) => (chosen === 'deny' ? [request] : []));
      if (denied.length > 0) await refuse(parts, denied, saidNo);
      if (given.length > 0) await give(parts, given);
      for (const { request, answer: chosen } of found) noteAnswer(parts, request, chosen !== 'deny', saidNo);
    },
  );
}

/** Questions whose time has passed are denied. */
export async function expireQuestions(parts: AskingParts): Promise<void> {
  const now = parts.clock();
  const over = parts.questions.all().filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
  if (over.length === 0) return;
  await settling(
    parts,
    over.map(({ id }) => id),
    async (requests) => {
      await refuse(parts, requests, unanswered);
      for (const request of requests) noteAnswer(parts, request, false, unanswered);
    },
  );
}

/** Records grants, puts them in force, and settles every question they answer, also those they cover by the way. */
export async function give(parts: AskingParts, given: { grant: Grant; requestId?: string }[]): Promise<void> {
  await parts.events.append(
    given.map(({ grant, requestId }) => ({
      type: 'permission.granted',
      scope: { ...(grant.runId ? { runId: grant.runId } : {}), workerId: grant.workerId },
      payload: { grant, ...(requestId ? { requestId } : {}) },
    })),
    () => {
      for (const { grant, requestId } of given) {
        parts.store.addGrant(grant);
        if (requestId) parts.store.removeRequest(requestId);
      }
    },
  );
  parts.ledger.add(given.map(({ grant }) => grant));
  for (const { requestId } of given) if (requestId) parts.questions.settle(requestId);
  parts.onChange();
  for (const { id } of parts.questions.all()) {
    const request = parts.questions.get(id);
    if (request && isCovered(parts, request)) await withdraw(parts, request);
  }
}

/** Takes a question back; with an error for those who wait, or because it needs no answer any more. */
export async function withdraw(parts: AskingParts, request: PermissionRequest, error?: HeronError): Promise<void> {
  await settling(parts, [request.id], async () => {
    await parts.events.append([draft('permission.withdrawn', request, { requestId: request.id })], () =>
      parts.store.removeRequest(request.id),
    );
    parts.questions.settle(request.id, error);
  });
}

/** While an answer is written down nobody else can give another. */
async function settling(
  { questions }: AskingParts,
  ids: string[],
  settle: (requests: PermissionRequest[]) => Promise<void>,
): Promise<void> {
  const requests = ids.flatMap((id) => questions.get(id) ?? []);
  questions.claim(ids);
  try {
    await settle(requests);
  } catch (error) {
    questions.release(ids);
    throw error;
  }
}

async function refuse(parts: AskingParts, requests: PermissionRequest[], rule: string): Promise<void> {
  await parts.events.append(
    requests.map((request) => draft('permission.denied', request, { requestId: request.id, need: request.need, rule })),
    () => requests.forEach(({ id }) => parts.store.refuseRequest(id, rule)),
  );
  for (const { id } of requests) parts.questions.refuse(id, rule);
}

/** Do the grants that are in force allow it to all who wait for it? */
function isCovered({ ledger }: AskingParts, request: PermissionRequest): boolean {
  const { runId, workerId, taskIds, need, actions } = request;
  return (
    actions.length > 0 &&
    actions.every((action) => ledger.allowedBy(runId, { workerId, action, taskIds, need }) !== undefined)
  );
}

function noteAnswer({ audit }: AskingParts, request: PermissionRequest, isAllowed: boolean, rule: string): void {
  const { runId, workerId, taskIds, need } = request;
  const decision = isAllowed ? 'allowed' : 'denied';
  for (const taskId of taskIds)
    audit.add({ runId, taskId, workerId, operation: 'question', target: need.target, decision, rule });
}

function describe(parts: AskingParts, asker: Asker, wanted: WorkerNeed[]): PermissionRequest {
  const [{ workerId, need }] = wanted as [WorkerNeed];
  const manifest = parts.manifestOf(workerId);
  const declared = manifest?.permissions.find(({ capability }) => capability === need.capability);
  const createdAt = parts.clock();
  const { attendedMs, unattendedMs } = parts.answerTimes();
  const waitsMs = asker.unattended ? unattendedMs : attendedMs;
  return {
    id: parts.makeId('req'),
    runId: asker.runId,
    ...(asker.conversationId ? { conversationId: asker.conversationId } : {}),
    taskIds: [...new Set(wanted.flatMap(({ taskIds }) => taskIds))],
    actions: [...new Set(wanted.map(({ action }) => action))],
    workerId,
    workerName: manifest?.name ?? workerId,
    need,
    reason: declared?.reason ?? '',
    createdAt,
    ...(waitsMs > 0 ? { expiresAt: createdAt + waitsMs } : {}),
    code: makeCode(parts.questions.all()),
  };
}

function keyOf({ workerId, need: { capability, target, args } }: WorkerNeed): string {
  return JSON.stringify([workerId, capability, target, args]);
}

function draft<Type extends 'permission.requested' | 'permission.denied' | 'permission.withdrawn'>(
  type: Type,
  { runId, conversationId, workerId }: Omit<PermissionRequest, 'code'>,
  payload: EventDraft<Type>['payload'],
): EventDraft {
  const scope = { runId, ...(conversationId ? { conversationId } : {}), workerId };
  return { type, scope, payload } as EventDraft;
}
