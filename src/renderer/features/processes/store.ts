import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent, Payload } from '../../../contract/events.ts';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';

export type ProcessesState = {
  /** Running ones first, then the newest. */
  processes: BackgroundProcess[];
  /** How much each has said, as far as it was told. */
  totals: Record<string, number>;
  isRead: boolean;
  failure?: Failure;
};

export type Processes = {
  state: StoreApi<ProcessesState>;
  read: () => Promise<void>;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & { onEnded?: (ended: Payload<'process.ended'>) => void };

export function createProcesses({ client, subscribe, onEnded }: Parts): Processes {
  const state = createStore<ProcessesState>(() => ({ processes: [], totals: {}, isRead: false }));
  let reading: Promise<void> | undefined;
  let isStale = false;

  async function readOnce(): Promise<void> {
    try {
      state.setState({ processes: await client.processes.list({}), isRead: true, failure: undefined });
    } catch (error) {
      state.setState({ failure: failureOf(error) });
    }
  }

  /** What happens while it is read is read again. */
  async function read(): Promise<void> {
    isStale = true;
    reading ??= (async () => {
      while (isStale) {
        isStale = false;
        await readOnce();
      }
      reading = undefined;
    })();
    await reading;
  }

  subscribe((events) => {
    const totals = printedIn(events);
    if (Object.keys(totals).length > 0) state.setState((before) => ({ totals: { ...before.totals, ...totals } }));
    for (const event of events) if (event.type === 'process.ended') onEnded?.(event.payload);
    if (events.some(({ type }) => type.startsWith('process.') && type !== 'process.printed')) void read();
  });

  return { state, read };
}

function printedIn(events: AnyEvent[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const event of events) if (event.type === 'process.printed') totals[event.payload.id] = event.payload.total;
  return totals;
}

export function isRunning({ status }: BackgroundProcess): boolean {
  return status === 'running';
}
