import type { ModelPurpose } from '../../../contract/models.ts';
import { purposeOfKind, type RoutingSettings, type Sorted } from '../../../contract/routing.ts';
import type { Clock } from '../../base/clock.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { ModelClient } from '../model-client.ts';
import { askKind } from './ask-kind.ts';
import { firstRule } from './sort-by-rules.ts';
import type { SortedStore } from './sorted-store.ts';

export type RouterParts = {
  settings: () => RoutingSettings;
  /** The model that is asked first for a purpose; undefined where there is none. */
  firstFor: (purpose: ModelPurpose) => string | undefined;
  /** The model that somebody gave a conversation. */
  chosenIn: (conversationId: string) => string | undefined;
  client: ModelClient;
  store: SortedStore;
  log: Pick<EventLog, 'append'>;
  clock: Clock;
};

type Saying = { conversationId?: string | undefined; signal?: AbortSignal | undefined };

export type Router = {
  /** What a sentence is asked of models for, and puts on record how it came to that. Errors: the reason of the signal. */
  purposeFor(text: string, saying?: Saying): Promise<ModelPurpose>;
  /** The same for whoever wants to know, without a record. */
  sort(text: string, signal?: AbortSignal): Promise<Sorted>;
  /** What a small model said of a sentence is not gone by any more. False: nothing was kept. */
  forget(text: string): boolean;
};

/** After so many failures in a row the small model is left alone for a while: a sentence must not wait for what never comes. */
const mostFailures = 2;
const restMs = 300_000;

/** Which model a sentence goes to: by rules first, then by what a small model said before, then by asking it. */
export function createRouter(parts: RouterParts): Router {
  const { settings, firstFor, client, store, clock } = parts;
  /** By model: another one that takes its place has failed nobody yet. */
  const failures = new Map<string, { inARow: number; until: number }>();

  async function ask(text: string, { conversationId, signal = new AbortController().signal }: Saying) {
    const asked = firstFor('route');
    if (!settings().asksModel || asked === undefined) return { kind: 'steps', by: 'usual' } as const;
    const known = store.kindOf(text);
    if (known) return { kind: known, by: 'kept' } as const;
    const before = failures.get(asked) ?? { inARow: 0, until: 0 };
    if (clock() < before.until) return { kind: 'steps', by: 'usual', because: `${asked} rests` } as const;
    try {
      const scope = conversationId === undefined ? {} : { conversationId };
      const { kind, model } = await askKind(client, text, { mostMs: settings().mostMs, scope, signal });
      failures.delete(asked);
      store.keep(text, kind);
      return { kind, by: 'model', asked: model } as const;
    } catch (error) {
      signal.throwIfAborted();
      const inARow = (failures.get(asked)?.inARow ?? 0) + 1;
      failures.set(asked, inARow < mostFailures ? { inARow, until: 0 } : { inARow: 0, until: clock() + restMs });
      const because = `${asked}: ${toFailure(error).message}`.slice(0, 300);
      return { kind: 'steps', by: 'usual', because } as const;
    }
  }

  async function sorted(text: string, saying: Saying): Promise<Sorted> {
    const began = clock();
    const rule = firstRule(settings().rules, text);
    const ruled = settings().rules[rule];
    const found = ruled ? { kind: ruled.kind, by: 'rule' as const, rule: rule + 1 } : await ask(text, saying);
    const model = firstFor(purposeOfKind[found.kind]);
    return { ...found, tookMs: Math.max(0, Math.round(clock() - began)), ...(model === undefined ? {} : { model }) };
  }

  /** Where all kinds go to the same model there is nothing to find out. */
  function matters(conversationId: string | undefined): boolean {
    if (!settings().isOn || (conversationId !== undefined && parts.chosenIn(conversationId) !== undefined))
      return false;
    return new Set(Object.values(purposeOfKind).map(firstFor)).size > 1;
  }

  return {
    async purposeFor(text, saying = {}) {
      const { conversationId } = saying;
      if (!matters(conversationId)) return 'plan';
      const payload = await sorted(text, saying);
      const scope = conversationId === undefined ? {} : { conversationId };
      await parts.log.append([{ type: 'model.routed', payload, scope }]);
      return purposeOfKind[payload.kind];
    },
    sort: (text, signal) => sorted(text, { signal }),
    forget: store.forget,
  };
}
