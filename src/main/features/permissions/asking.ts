import { type Manifest, secretNeedOf, secretUse } from '../../../contract/manifest.ts';
import { isSensitive, type PathKind, type PermissionNeed } from '../../../contract/permission-need.ts';
import type { Answer, AuditEntry, Grant, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import type { WhenMissing } from '../../../contract/runs.ts';
import { topTask } from '../../../contract/task-path.ts';
import type { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { AuditLog } from './audit-log.ts';
import { makeCode } from './codes.ts';
import type { Ledger } from './ledger.ts';
import { grantFor, type GrantMaking } from './make-grant.ts';
import type { Question, Questions } from './questions.ts';
import { byPerson, unanswered } from './refusals.ts';
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
  /** Of what is there now. */
  kindOfPath: (path: string) => PathKind | undefined;
  /** Something that expires has come or gone. */
  onChange: () => void;
};

/** A run that wants something. */
export type Asker = { runId: string; conversationId?: string; unattended: boolean; whenMissing?: WhenMissing };

export type GivenAnswer = { requestId: string; answer: Answer; choice?: GrantChoice | undefined };

/** Opens questions for what nobody was asked yet, and gives all that are to be waited for. */
export async function ask(parts: AskingParts, asker: Asker, wanted: WorkerNeed[]): Promise<Question[]> {
  const fresh: PermissionRequest[] = [];
  const now = parts.clock();
  const questions = [...Map.groupBy(wanted, keyOf).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const known = parts.questions.find({ ...first, runId: asker.runId });
    if (known) return [known];
    const request = describe(parts, asker, same, { ...first, createdAt: now });
    fresh.push(request);
    return [parts.questions.open(request)];
  });
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
  const ids = answers.map(({ requestId }) => requestId);
  await settling(parts, ids, async (requests) => {
    const given: GivenGrant[] = [];
    const denied: PermissionRequest[] = [];
    for (const request of requests) {
      const { answer: chosen = 'deny', choice } = answers.find(({ requestId }) => requestId === request.id) ?? {};
      if (chosen === 'deny') denied.push(request);
      // A yes that was said knowing what the run has read is one to this alone.
      else if (request.taint) given.push({ grant: grantFor(parts, request, 'once'), request });
      else given.push({ grant: grantFor(parts, request, chosen, choice), request });
    }
    await settle(parts, given, denied, byPerson);
  });
}

/** Questions whose time has passed are denied. */
export async function expireQuestions(parts: AskingParts): Promise<void> {
  const now = parts.clock();
  const over = parts.questions.all().filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
  if (over.length === 0) return;
  const ids = over.map(({ id }) => id);
  await settling(parts, ids, (requests) => settle(parts, [], requests, unanswered));
}

type GivenGrant = { grant: Grant; request?: PermissionRequest };

/** Records grants, puts them in force, and settles the questions that they cover by the way. */
export async function give(parts: AskingParts, grants: Grant[]): Promise<void> {
  await settle(
    parts,
    grants.map((grant) => ({ grant })),
    [],
    byPerson,
  );
}

/** All in one commit: what is allowed and what is denied, by a rule. Then those who wait are told. */
async function settle(
  parts: AskingParts,
  given: GivenGrant[],
  denied: PermissionRequest[],
  rule: string,
): Promise<void> {
  const { events, store, ledger, questions } = parts;
  const isCoveredAlready = new Set(questions.all().flatMap((one) => (isCovered(parts, one) ? [one.id] : [])));
  const drafts = [
    ...given.map(grantedDraft),
    ...denied.map((request) =>
      draft('permission.denied', request, { requestId: request.id, need: request.need, rule }),
    ),
  ];
  await events.append(drafts, () => {
    for (const { grant, request } of given) {
      store.addGrant(grant);
      if (request) store.removeRequest(request.id);
    }
    for (const { id } of denied) store.refuseRequest(id, rule);
  });
  ledger.add(given.map(({ grant }) => grant));
  for (const { request } of given) {
    if (!request) continue;
    questions.settle(request.id);
    noteAnswer(parts, request, 'allowed', byPerson);
  }
  for (const request of denied) {
    questions.refuse(request.id, rule);
    noteAnswer(parts, request, 'denied', rule);
  }
  parts.onChange();
  for (const { id } of given.length > 0 ? questions.all() : []) {
    const request = questions.get(id);
    if (!request || isCoveredAlready.has(id)) continue;
    if (isCovered(parts, request)) await withdraw(parts, request);
  }
}

function grantedDraft({ grant, request }: GivenGrant): EventDraft {
  const scope = { ...(grant.runId ? { runId: grant.runId } : {}), workerId: grant.workerId };
  return { type: 'permission.granted', scope, payload: { grant, ...(request ? { requestId: request.id } : {}) } };
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
  write: (requests: PermissionRequest[]) => Promise<void>,
): Promise<void> {
  const requests = ids.flatMap((id) => questions.get(id) ?? []);
  questions.claim(ids);
  try {
    await write(requests);
  } catch (error) {
    questions.release(ids);
    throw error;
  }
}

/** Do the grants that are in force allow it to all who wait for it? What is asked in spite of grants, none of them does. */
function isCovered({ ledger }: AskingParts, request: PermissionRequest): boolean {
  const { runId, workerId, taskIds, need, actions, taint } = request;
  return (
    !taint &&
    actions.length > 0 &&
    actions.every((action) => ledger.allowedBy(runId, { workerId, action, taskIds, need }) !== undefined)
  );
}

function noteAnswer(
  { audit }: AskingParts,
  request: PermissionRequest,
  decision: AuditEntry['decision'],
  rule: string,
): void {
  const { runId, workerId, taskIds, need } = request;
  const line = { runId, workerId, operation: 'question', target: need.target, decision, rule };
  for (const taskId of taskIds) void audit.add({ ...line, taskId });
}

function describe(
  parts: AskingParts,
  asker: Asker,
  wanted: WorkerNeed[],
  { workerId, need, taint, createdAt }: WorkerNeed & { createdAt: number },
): PermissionRequest {
  const manifest = parts.manifestOf(workerId);
  const declared = manifest?.permissions.find(({ capability }) => capability === need.capability);
  const { attendedMs, unattendedMs } = parts.answerTimes();
  const waitsMs = asker.unattended ? unattendedMs : attendedMs;
  return {
    id: parts.makeId('req'),
    runId: asker.runId,
    ...(asker.conversationId ? { conversationId: asker.conversationId } : {}),
    taskIds: [...new Set(wanted.flatMap(({ taskIds }) => taskIds.map(topTask)))],
    actions: [...new Set(wanted.map(({ action }) => action))],
    workerId,
    workerName: manifest?.name ?? workerId,
    need: describeNeed(parts, need, manifest),
    reason: declared?.reason ?? '',
    ...(taint ? { taint } : {}),
    createdAt,
    ...(waitsMs > 0 ? { expiresAt: createdAt + waitsMs } : {}),
    code: makeCode(parts.questions.all()),
  };
}

/**
 * Of a secret the person must see where it goes, whatever else the manifest says about it; of a path whether more lies below
 * it, which the disk knows better than the manifest.
 */
function describeNeed(
  { kindOfPath }: AskingParts,
  need: PermissionNeed,
  manifest: Manifest | undefined,
): PermissionNeed {
  if (isSensitive(need)) return need;
  if (need.capability === 'files.read' || need.capability === 'files.write') {
    const kind = kindOfPath(need.target) ?? need.kind;
    return kind ? { ...need, kind } : need;
  }
  const secret = need.capability === 'secrets' && manifest && secretNeedOf(manifest, need.target);
  return secret ? { ...need, detail: secretUse(secret) } : need;
}

function keyOf({ workerId, need: { capability, target, args, exact, detail }, taint }: WorkerNeed): string {
  return JSON.stringify([workerId, capability, target, args, exact ? detail : undefined, taint]);
}

function draft<Type extends 'permission.requested' | 'permission.denied' | 'permission.withdrawn'>(
  type: Type,
  { runId, conversationId, workerId }: Omit<PermissionRequest, 'code'>,
  payload: EventDraft<Type>['payload'],
): EventDraft {
  const scope = { runId, ...(conversationId ? { conversationId } : {}), workerId };
  return { type, scope, payload } as EventDraft;
}
