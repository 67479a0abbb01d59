import type { Failure } from '../../../contract/errors.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Worker, WorkerState, WorkerStatistics } from '../../../contract/workers.ts';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { Breaker } from '../circuits/breaker.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import type { Supervisor } from '../hosts/supervision/supervisor.ts';
import type { Candidate } from './candidate.ts';
import type { LoadedAction } from './loaded-action.ts';
import type { RegistryEvents } from './registry-events.ts';
import type { Recheck } from './verdict.ts';
import { createWatchers, type Watchers } from './watchers.ts';

export type CatalogueParts = {
  events: RegistryEvents;
  isolationOf: (manifest: Manifest) => string;
  supervise: (code: WorkerCode, recheck: Recheck | undefined) => Supervisor;
  statisticsOf: (workerId: string) => WorkerStatistics;
  /** A circuit that is closed; each load of a worker has one of its own. */
  breakerFor: (workerId: string) => Breaker;
};

/** An action that can be called now. */
export type CallableAction = LoadedAction & {
  supervisor: Supervisor;
  breaker: Breaker;
  statistics: WorkerStatistics;
  /** Of the worker's folder, as it was loaded. */
  fingerprint: string;
};

export type Catalogue = {
  at: (folder: string) => Candidate | undefined;
  /** Without a candidate the folder is gone. Takes effect with `settle`. */
  put: (folder: string, candidate: Candidate | undefined) => void;
  /** Makes the running workers those of the candidates. */
  settle: () => void;
  describe: () => Worker[];
  manifests: () => Manifest[];
  action: (workerId: string, name: string) => CallableAction;
  /** Undefined of what is no worker now. */
  breaker: (workerId: string) => Breaker | undefined;
  /** Workers with a hook for the event. */
  watchers: Watchers['of'];
  /** Of the workers that have a process now and whose files may change unseen, by id. */
  rechecks: () => Map<string, Recheck>;
  close: () => Promise<void>;
};

/** A candidate that holds its id, with what runs it. */
type ActiveWorker = {
  candidate: Candidate;
  content: NonNullable<Candidate['content']>;
  supervisor: Supervisor;
  breaker: Breaker;
};

/** The candidates, and those of them that are workers: one an id, a bundled one before an installed one. */
export function createCatalogue(parts: CatalogueParts): Catalogue {
  const candidates = new Map<string, Candidate>();
  const active = new Map<string, ActiveWorker>();
  const retiring = new Set<Supervisor>();
  const reported = new WeakSet<Candidate>();
  /** Asked for with every call; those of now. */
  let manifests: Manifest[] | undefined;
  const callable = createCallable(parts);
  const watchers = createWatchers(() => [...active.values()].map(watching));

  function settle(): void {
    const winners = chooseWinners(candidates.values());
    for (const [id, worker] of active) {
      if (winners.get(id) === worker.candidate) continue;
      active.delete(id);
      worker.breaker.retire();
      retire(worker.supervisor, winners.has(id) ? 'a new version was loaded' : whyUnloaded(id, candidates.values()));
      if (!winners.has(id)) parts.events.unloaded(id);
    }
    for (const [id, candidate] of winners) {
      if (active.has(id) || !candidate.content) continue;
      const supervisor = supervisorOf(candidate.content, parts);
      active.set(id, { candidate, content: candidate.content, supervisor, breaker: parts.breakerFor(id) });
      parts.events.loaded(id, candidate.content.code.manifest.version);
    }
    watchers.forget();
    manifests = undefined;
    for (const candidate of candidates.values()) reportFailure(candidate);
  }

  function retire(supervisor: Supervisor, reason: string): void {
    retiring.add(supervisor);
    void supervisor.retire(reason).then(() => retiring.delete(supervisor));
  }

  function reportFailure(candidate: Candidate): void {
    const error = errorOf(candidate, active.get(candidate.id));
    if (!error || reported.has(candidate)) return;
    reported.add(candidate);
    parts.events.failed(candidate.id, candidate.folder, error);
  }

  return {
    at: (folder) => candidates.get(folder),
    put: (folder, candidate) => void (candidate ? candidates.set(folder, candidate) : candidates.delete(folder)),
    settle,
    describe: () =>
      [...candidates.values()].map((each) => describe(each, active.get(each.id), parts)).toSorted(byIdThenOrigin),
    manifests: () =>
      (manifests ??= [...active.values()].toSorted(bundledFirst).map(({ content }) => content.code.manifest)),
    action(workerId, name) {
      const worker = active.get(workerId) ?? unavailable(workerId, candidates.values());
      const action = worker.content.actions.get(name);
      if (!action) throw new HeronError('not-found', `The worker ${workerId} has no action ${name}`);
      return callable(action, worker, workerId);
    },
    breaker: (workerId) => active.get(workerId)?.breaker,
    watchers: watchers.of,
    rechecks: () => rechecksOf(active),
    async close() {
      const supervisors = [...retiring, ...[...active.values()].map(({ supervisor }) => supervisor)];
      await Promise.all(supervisors.map((supervisor) => supervisor.close('Heron is closing')));
    },
  };
}

/** What a call is given of an action: made once for as long as it is the same worker, for it is asked for with every call. */
function createCallable({
  statisticsOf,
}: CatalogueParts): (action: LoadedAction, worker: ActiveWorker, workerId: string) => CallableAction {
  const made = new WeakMap<LoadedAction, CallableAction>();
  return (action, { candidate, supervisor, breaker }, workerId) => {
    const statistics = statisticsOf(workerId);
    const known = made.get(action);
    if (known?.supervisor === supervisor && known.statistics === statistics) return known;
    const { fingerprint } = candidate;
    const callable = { ...action, supervisor, breaker, fingerprint, statistics };
    made.set(action, callable);
    return callable;
  };
}

function supervisorOf({ code, outside, recheck }: ActiveWorker['content'], parts: CatalogueParts): Supervisor {
  return outside?.supervisor ?? parts.supervise(code, recheck);
}

function rechecksOf(active: Map<string, ActiveWorker>): Map<string, Recheck> {
  const found = new Map<string, Recheck>();
  for (const [id, { content, supervisor }] of active) {
    if (content.recheck && ['starting', 'running', 'paused'].includes(supervisor.state()))
      found.set(id, content.recheck);
  }
  return found;
}

/** Calls that still waited for its process are told what a next one would be. */
function whyUnloaded(id: string, candidates: Iterable<Candidate>): string {
  const error = [...candidates].find((candidate) => candidate.id === id)?.error;
  return error ? `it was unloaded. ${error.message}` : 'it was unloaded';
}

function watching({ content, supervisor }: ActiveWorker): { manifest: Manifest; supervisor: Supervisor } {
  return { manifest: content.code.manifest, supervisor };
}

function errorOf(candidate: Candidate, holder: ActiveWorker | undefined): Failure | undefined {
  if (candidate.error || !holder) return candidate.error;
  if (holder.candidate === candidate) return holder.supervisor.failure();
  const { origin, folder } = holder.candidate;
  return { code: 'already-exists', message: `The id ${candidate.id} is taken by the ${origin} worker in ${folder}` };
}

function describe(candidate: Candidate, holder: ActiveWorker | undefined, parts: CatalogueParts): Worker {
  const { id, folder, origin, manifest } = candidate;
  const error = errorOf(candidate, holder);
  const state: WorkerState = stateOf(candidate, error ? undefined : holder);
  const outside = candidate.content?.outside;
  const isolation = outside?.isolation ?? (manifest ? parts.isolationOf(manifest) : 'none: it is not loaded');
  const restart = holder?.candidate === candidate ? holder.supervisor.backOff() : undefined;
  const circuit = holder?.candidate === candidate ? holder.breaker.shown() : undefined;
  const found = {
    ...(manifest ? { manifest } : {}),
    ...(error ? { error } : {}),
    ...(candidate.refused?.adds.length ? { adds: candidate.refused.adds } : {}),
    ...(restart ? { restart } : {}),
    ...(circuit ? { circuit } : {}),
  };
  const { trust, provenance } = candidate;
  const proof = { trust, ...(provenance ? { provenance } : {}) };
  return { id, folder, origin, state, ...proof, ...found, isolation, statistics: { ...parts.statisticsOf(id) } };
}

function stateOf({ refused }: Candidate, holder: ActiveWorker | undefined): WorkerState {
  if (refused) return 'refused';
  return holder ? holder.supervisor.state() : 'failed';
}

function chooseWinners(candidates: Iterable<Candidate>): Map<string, Candidate> {
  const winners = new Map<string, Candidate>();
  for (const candidate of candidates) {
    if (!candidate.content) continue;
    const holder = winners.get(candidate.id);
    if (holder?.origin !== 'bundled' && !holder?.content?.outside) winners.set(candidate.id, candidate);
  }
  return winners;
}

function unavailable(workerId: string, candidates: Iterable<Candidate>): never {
  const error = [...candidates].find(({ id }) => id === workerId)?.error;
  if (error?.code === 'worker-unavailable') throw fromFailure(error);
  const why = error ? `is not loaded: ${error.message}` : 'is not installed';
  throw new HeronError('worker-unavailable', `The worker ${workerId} ${why}`, { workerId });
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** What came with Heron is not pushed aside by a name. */
function bundledFirst({ candidate: a }: ActiveWorker, { candidate: b }: ActiveWorker): number {
  return a.origin === b.origin ? byId(a, b) : a.origin === 'bundled' ? -1 : 1;
}

function byIdThenOrigin(a: Worker, b: Worker): number {
  return byId(a, b) || (a.origin === 'bundled' ? -1 : 1);
}
