import type { AnyEvent } from '../../../contract/events.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Tip } from '../../../contract/tips.ts';
import { toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { happeningOf, type HappeningParts } from './happening.ts';
import type { TipStore } from './store.ts';
import { type Happening, tipTable } from './table.ts';

export type TipParts = HappeningParts & {
  log: EventLog;
  store: TipStore;
  logger: Logger;
  isOn: () => boolean;
  manifestOf: (workerId: string) => Manifest | undefined;
};

export type TipService = {
  current(): Tip | null;
  dismiss(): Promise<void>;
  start(): void;
  close(): Promise<void>;
};

/** So many messages of the person come before the first tip and between two. */
const messagesBetween = 2;

/** After an answer, now and then, one tip that fits what happened; none twice, none while they are switched off. */
export function createTips(parts: TipParts): TipService {
  const { log, store } = parts;
  const heard = { messages: 0, wasQueued: false };
  let sinceLast = 0;
  let stopListening = (): void => undefined;
  let turn: Promise<void> = Promise.resolve();

  async function show(tip: Tip | null): Promise<void> {
    const { seen, current } = store.read();
    if (tip === null && current === null) return;
    const next = { seen: tip ? [...seen, tip.id] : seen, current: tip };
    await log.append([{ type: 'tip.changed', payload: { tip } }], () => store.write(next));
  }

  async function consider(answer: Extract<AnyEvent, { type: 'message.added' }>['payload']['message']): Promise<void> {
    if (!parts.isOn() || sinceLast < messagesBetween) return;
    const { happening, workers } = happeningOf(parts, answer, { ...heard });
    const tip = tipFor(happening, workers, parts.manifestOf, new Set(store.read().seen));
    if (!tip) return;
    sinceLast = 0;
    await show({ ...tip, conversationId: answer.conversationId });
  }

  function inTurn(work: () => Promise<void>): void {
    turn = turn.then(work).catch((error: unknown) => {
      parts.logger.warn('A tip could not be shown', { error: toFailure(error) });
    });
  }

  function follow(event: AnyEvent): void {
    if (event.type === 'message.queued') heard.wasQueued = true;
    if (event.type !== 'message.added') return;
    const { message } = event.payload;
    if (message.role === 'assistant') return inTurn(() => consider(message));
    heard.messages += 1;
    sinceLast += 1;
    // The person goes on: what was shown there has had its time.
    if (store.read().current?.conversationId === message.conversationId) inTurn(() => show(null));
  }

  return {
    current: () => (parts.isOn() ? store.read().current : null),
    dismiss: () => show(null),
    start: () => {
      stopListening = log.listen(follow);
    },
    close: async () => {
      stopListening();
      await turn;
    },
  };
}

type Found = Omit<Tip, 'conversationId'>;

/** Those of the workers that just worked come after Heron's own. */
export function tipFor(
  happening: Happening,
  workers: readonly string[],
  manifestOf: TipParts['manifestOf'],
  seen: ReadonlySet<string>,
): Found | undefined {
  const own = tipTable.find(({ id, fits }) => !seen.has(id) && fits(happening));
  if (own) {
    const place = own.place?.(happening);
    return { id: own.id, text: own.text, ...(place ? { place } : {}) };
  }
  if (happening.run?.status !== 'completed') return undefined;
  for (const workerId of workers) {
    const text = manifestOf(workerId)?.tips.find((each) => !seen.has(`${workerId}: ${each}`));
    if (text !== undefined) return { id: `${workerId}: ${text}`, text, workerId };
  }
  return undefined;
}
