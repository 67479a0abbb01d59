import { createRouterClient, implement } from '@orpc/server';
import { contract } from '../../contract/index.ts';
import type { AnyEvent, EventType, Payload } from '../../contract/events.ts';
import type { EventScope } from '../../contract/event.ts';
import type { HeronClient } from './client.ts';

type Implementer = ReturnType<typeof implement<typeof contract>>;
type Handlers = Parameters<typeof createRouterClient>[0];

/** For tests of stores: answers calls in this process, checked against the contract, and hands out events at once. */
export type FakeEngine = {
  client: HeronClient;
  subscribe: (listener: (events: AnyEvent[]) => void) => () => void;
  emit: (...events: AnyEvent[]) => void;
  whenOnline: () => Promise<void>;
};

export function createFakeEngine(handlers: (os: Implementer) => Handlers): FakeEngine {
  const listeners = new Set<(events: AnyEvent[]) => void>();
  return {
    client: createRouterClient(handlers(implement(contract))) as unknown as HeronClient,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit: (...events) => {
      for (const listener of listeners) listener(events);
    },
    whenOnline: () => Promise.resolve(),
  };
}

/** `testId('run', 1)`: an id as the contract wants it, the same each time. */
export function testId(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

type Details = { scope?: EventScope; at?: number; seq?: number };

/** A durable event, or with `seq: 0` an ephemeral one. */
export function testEvent<Type extends EventType>(type: Type, payload: Payload<Type>, details: Details = {}): AnyEvent {
  const { scope = {}, at = 1000, seq = 1 } = details;
  const place = seq === 0 ? {} : { seq };
  const id = testId('evt', seq * 1000 + at);
  return { id, ...place, at, type, version: 1, scope, traceId: 'test', payload } as AnyEvent;
}
