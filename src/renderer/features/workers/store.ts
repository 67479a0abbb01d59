import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostCircuit } from '../../../contract/circuits.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import type { Worker } from '../../../contract/workers.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';

/** `hosts`: network hosts that are left alone. */
export type WorkersState = { workers: Worker[]; hosts: HostCircuit[]; isRead: boolean; failure?: Failure };

export type Workers = {
  state: StoreApi<WorkersState>;
  read: () => Promise<void>;
  /** Errors: as `failureOf` reads them. */
  reload: (workerId: string) => Promise<void>;
  /** Lets the next call of what is left alone through. Errors: as `failureOf` reads them. */
  tryNow: (whose: { workerId: string } | { host: string }) => Promise<void>;
};

type Parts = Pick<Engine, 'client' | 'subscribe'> & {
  /** Milliseconds in which news are gathered before the list is read again. */
  gatherMs?: number;
};

export function createWorkers({ client, subscribe, gatherMs = 400 }: Parts): Workers {
  const state = createStore<WorkersState>(() => ({ workers: [], hosts: [], isRead: false }));
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function read(): Promise<void> {
    try {
      const [workers, hosts] = await Promise.all([client.workers.list({}), client.circuits.hosts({})]);
      state.setState({ workers: byName(workers), hosts, isRead: true, failure: undefined });
    } catch (error) {
      state.setState({ failure: failureOf(error) });
    }
  }

  subscribe((events) => {
    if (!state.getState().isRead || timer || !events.some(concernsWorkers)) return;
    timer = setTimeout(() => {
      timer = undefined;
      void read();
    }, gatherMs);
  });

  return {
    state,
    read,
    tryNow: async (whose) => {
      await client.circuits.tryNow(whose);
      await read();
    },
    reload: async (workerId) => {
      const worker = await client.workers.reload({ workerId });
      state.setState(({ workers }) => ({ workers: byName([...workers.filter(({ id }) => id !== worker.id), worker]) }));
    },
  };
}

/** Their statistics are part of no event, and change with each task; what they are held in, with the settings. */
function concernsWorkers({ type }: AnyEvent): boolean {
  const topics = ['worker.', 'host.'];
  const types = ['settings.changed', 'task.completed', 'task.failed'];
  return topics.some((topic) => type.startsWith(topic)) || types.includes(type);
}

export function nameOf({ id, manifest }: Worker): string {
  return manifest?.name ?? id;
}

/** Those in trouble first, then those left alone, then by name. */
function byName(workers: Worker[]): Worker[] {
  const rank = ({ state, trust, circuit }: Worker): number =>
    state === 'failed' || (state === 'refused' && trust !== 'denied') ? 0 : circuit ? 1 : 2;
  // What a language's order is loaded for costs a start more than all the rest of this, and most names need none.
  const inOrder = workers.every((worker) => /^[\w ]*$/.test(nameOf(worker))) ? byLetters : byLanguage;
  return workers.toSorted((a, b) => rank(a) - rank(b) || inOrder(nameOf(a), nameOf(b)));
}

function byLetters(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

function byLanguage(a: string, b: string): number {
  return a.localeCompare(b);
}
