import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Answer, GrantChoice, PermissionRequest } from '../../../contract/permissions.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';

export type PermissionsState = {
  /** Questions nobody has answered yet, by id. */
  pending: Record<string, PermissionRequest>;
  /** Answers on their way to the engine, by request. */
  answering: Record<string, Answer>;
  isRead: boolean;
  failure?: Failure;
};

export type Permissions = {
  state: StoreApi<PermissionsState>;
  read: () => Promise<void>;
  /** Answers one or several questions. Errors: as `failureOf` reads them; then the questions stay. */
  answer: (requestIds: string[], answer: Answer, choice?: GrantChoice) => Promise<void>;
};

export function createPermissions(engine: Pick<Engine, 'client' | 'subscribe'>): Permissions {
  const state = createStore<PermissionsState>(() => ({ pending: {}, answering: {}, isRead: false }));
  // An answered question must not come back with an event that was on its way.
  const settled = new Set<string>();

  async function read(): Promise<void> {
    try {
      const requests = await engine.client.permissions.pending({});
      const open = requests.filter(({ id }) => !settled.has(id));
      // What was listed tells the codes, which events do not.
      const listed = Object.fromEntries(open.map((request) => [request.id, request]));
      state.setState(({ pending }) => ({ pending: { ...pending, ...listed }, isRead: true, failure: undefined }));
    } catch (error) {
      state.setState({ failure: failureOf(error) });
    }
  }

  async function answer(requestIds: string[], given: Answer, choice?: GrantChoice): Promise<void> {
    mark(requestIds, given);
    try {
      await engine.client.permissions.answer({
        answers: requestIds.map((requestId) => ({ requestId, answer: given, ...(choice ? { choice } : {}) })),
      });
      settle(requestIds);
    } finally {
      mark(requestIds, undefined);
    }
  }

  function mark(requestIds: string[], given: Answer | undefined): void {
    state.setState(({ answering }) => ({
      answering: given
        ? { ...answering, ...Object.fromEntries(requestIds.map((id) => [id, given])) }
        : without(answering, requestIds),
    }));
  }

  function settle(requestIds: string[]): void {
    for (const id of requestIds) settled.add(id);
    state.setState(({ pending }) => ({ pending: without(pending, requestIds) }));
  }

  engine.subscribe((events) => {
    const answered = events.map(settledBy).filter((id) => id !== undefined);
    const asked = events.flatMap((event) => (event.type === 'permission.requested' ? [event.payload.request] : []));
    for (const id of answered) settled.add(id);
    const fresh = asked.filter(({ id }) => !settled.has(id));
    if (answered.length === 0 && fresh.length === 0) return;
    state.setState(({ pending }) => ({
      pending: without({ ...pending, ...Object.fromEntries(fresh.map((one) => [one.id, one])) }, answered),
    }));
    if (fresh.length > 0) void read();
  });

  return { state, read, answer };
}

function settledBy(event: AnyEvent): string | undefined {
  switch (event.type) {
    case 'permission.granted':
    case 'permission.denied':
    case 'permission.withdrawn':
      return event.payload.requestId;
    default:
      return undefined;
  }
}

function without<Value>(record: Record<string, Value>, keys: string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
