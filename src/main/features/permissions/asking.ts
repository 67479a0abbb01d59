import type { Manifest } from '../../../contract/manifest.ts';
import type { Answer, Grant, PermissionRequest } from '../../../contract/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';
import type { Ledger } from './ledger.ts';
import type { Question, Questions } from './questions.ts';
import { deniedError, notForAlways } from './refusals.ts';
import type { PermissionStore } from './store.ts';

export type AskingParts = {
  store: PermissionStore;
  events: EventLog;
  makeId: MakeId;
  clock: Clock;
  manifestOf: (workerId: string) => Manifest | undefined;
  ledger: Ledger;
  questions: Questions;
};

/** A run that wants something. */
export type Asker = { runId: string; conversationId?: string; unattended: boolean };

/** Opens questions for what nobody was asked yet, and gives all that are to be waited for. */
export async function ask(parts: AskingParts, asker: Asker, wanted: WorkerNeed[]): Promise<Question[]> {
  const fresh: PermissionRequest[] = [];
  const questions = wanted.map(({ workerId, taskIds, need, taint }) => {
    const known = parts.questions.find({ runId: asker.runId, workerId, ...need, taint });
    if (known) return known;
    const request = describe(parts, asker, { workerId, taskIds, need, ...(taint ? { taint } : {}) });
    fresh.push(request);
    return parts.questions.open(request);
  });
  if (fresh.length > 0) {
    const scope = { runId: asker.runId, ...(asker.conversationId ? { conversationId: asker.conversationId } : {}) };
    await parts.events.append(
      fresh.map((request) => ({
        type: 'permission.requested',
        scope: { ...scope, workerId: request.workerId },
        payload: { request },
      })),
      () => fresh.forEach(parts.store.addRequest),
    );
  }
  return questions;
}

export async function answer(parts: AskingParts, answers: { requestId: string; answer: Answer }[]): Promise<void> {
  const found = answers.map(({ requestId, answer: chosen }) => {
    const request = parts.questions.get(requestId);
    if (!request) throw new HeronError('not-found', `The question ${requestId} has been answered or withdrawn already`);
    if (chosen === 'always' && request.need.exact) throw notForAlways(request);
    return { request, chosen };
  });
  const given: { grant: Grant; requestId: string }[] = [];
  for (const { request, chosen } of found) {
    // A yes that was said knowing what the run has read is one to this alone.
    const scope = request.taint && chosen !== 'deny' ? 'once' : chosen;
    if (scope !== 'deny') given.push({ grant: grantFor(parts, request, scope), requestId: request.id });
  }
  if (given.length > 0) await give(parts, given);
  for (const { request, chosen } of found) if (chosen === 'deny') await deny(parts, request);
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
  for (const request of parts.questions.all()) {
    // What is asked in spite of grants is not answered by one.
    if (request.taint || parts.ledger.allowedBy(request.runId, request) === undefined) continue;
    parts.questions.settle(request.id);
    await withdraw(parts, request);
  }
}

export async function withdraw(parts: AskingParts, request: PermissionRequest): Promise<void> {
  await parts.events.append(
    [
      {
        type: 'permission.withdrawn',
        scope: { runId: request.runId, workerId: request.workerId },
        payload: { requestId: request.id },
      },
    ],
    () => parts.store.removeRequest(request.id),
  );
}

async function deny(parts: AskingParts, request: PermissionRequest): Promise<void> {
  await parts.events.append(
    [
      {
        type: 'permission.denied',
        scope: { runId: request.runId, workerId: request.workerId },
        payload: { requestId: request.id, need: request.need, rule: 'the person' },
      },
    ],
    () => parts.store.removeRequest(request.id),
  );
  parts.questions.settle(request.id, deniedError(request));
}

function describe(parts: AskingParts, asker: Asker, wanted: WorkerNeed): PermissionRequest {
  const manifest = parts.manifestOf(wanted.workerId);
  const declared = manifest?.permissions.find(({ capability }) => capability === wanted.need.capability);
  return {
    id: parts.makeId('req'),
    runId: asker.runId,
    taskIds: wanted.taskIds,
    workerId: wanted.workerId,
    workerName: manifest?.name ?? wanted.workerId,
    need: wanted.need,
    reason: declared?.reason ?? '',
    ...(wanted.taint ? { taint: wanted.taint } : {}),
    createdAt: parts.clock(),
  };
}

function grantFor(parts: AskingParts, request: PermissionRequest, scope: Exclude<Answer, 'deny'>): Grant {
  return {
    id: parts.makeId('grt'),
    workerId: request.workerId,
    capability: request.need.capability,
    target: request.need.target,
    ...(request.need.exact && request.need.detail !== undefined ? { detail: request.need.detail } : {}),
    scope,
    ...(scope === 'always' ? {} : { runId: request.runId }),
    ...(scope === 'once' ? { taskIds: request.taskIds } : {}),
    createdAt: parts.clock(),
    givenBy: 'prompt',
  };
}
