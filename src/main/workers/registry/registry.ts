import { join } from 'node:path';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Worker } from '../../../contract/workers.ts';
import { HeronError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { Breaker } from '../circuits/breaker.ts';
import { type Candidate, readCandidate } from './candidate.ts';
import { type CallableAction, type Catalogue, type CatalogueParts, createCatalogue } from './catalogue.ts';
import { readChecked } from './checked-manifests.ts';
import type { Judge } from './verdict.ts';
import type { Watchers } from './watchers.ts';
import { watchRootsLater } from './watch-roots.ts';
import { isFolder, listFolders, type WorkerFolder, type WorkerRoot } from './worker-roots.ts';

export type RegistryParts = {
  roots: WorkerRoot[];
  hostVersion: string;
  logger: Logger;
  judge: Judge;
  /** Needed once the folders have been read. */
  catalogueParts: Promise<CatalogueParts>;
};

export type WorkerRegistry = {
  /** Every worker folder, also those that cannot be loaded; sorted by id. */
  list: () => Worker[];
  /** Errors: `not-found`. */
  get: (workerId: string) => Worker;
  /** Reads its folder again, which may be new or gone. */
  readAgain: (workerId: string) => Promise<void>;
  /** What may run has changed: those that it concerns are loaded or unloaded. */
  judgeAgain: () => Promise<void>;
  /** Looks once more at the files of what runs now; what changed unseen is unloaded. */
  recheck: () => Promise<void>;
  /** Reads its folder again and starts it afresh. Errors: `not-found`. */
  reload: (workerId: string) => Promise<Worker>;
  /** Of the workers that can be called, sorted by id. */
  manifests: () => Manifest[];
  /** Errors: `worker-unavailable`, `not-found` for an action the worker does not have. */
  action: (workerId: string, name: string) => CallableAction;
  /** The circuit of a worker that can be called. */
  breaker: (workerId: string) => Breaker | undefined;
  /** Workers with a hook for the event, by id. */
  watchers: Watchers['of'];
  /** A worker that is no folder comes, changes or, without a candidate, goes; `place` stands for its folder. */
  putOutside: (place: string, candidate: Candidate | undefined) => Promise<void>;
  /** Ends every worker; resolves when no process is left. */
  close: () => Promise<void>;
};

/** Knows the workers in the roots, and keeps up with their folders. */
export async function openRegistry(parts: RegistryParts): Promise<WorkerRegistry> {
  const { roots, logger } = parts;
  const read = await createReader(parts);
  /** Folders are read one change after the other, so that an older reading never replaces a newer one. */
  let turn: Promise<void> = Promise.resolve();

  const found = roots.flatMap(listFolders);
  const first = await Promise.all(found.map(read));
  const catalogue = createCatalogue(await parts.catalogueParts);
  found.forEach(({ folder }, index) => catalogue.put(folder, first[index]));
  catalogue.settle();
  const { manifests, action, breaker, watchers } = catalogue;
  const stopWatching = watchRootsLater({
    ...{ roots, logger },
    onChange: (places) => void refresh(places, false),
    onWatched: refreshAll,
  });

  async function refreshAll(): Promise<void> {
    const listed = roots.flatMap(listFolders);
    // Those of the beginning may be gone.
    const places = new Map([...found, ...listed].map((place) => [place.folder, place]));
    await refresh([...places.values()], false);
  }

  function refresh(places: WorkerFolder[], isForced: boolean): Promise<void> {
    turn = turn.then(async () => {
      for (const place of places) {
        const fresh = await read(place);
        const known = catalogue.at(place.folder);
        const isSame = fresh?.fingerprint === known?.fingerprint && fresh?.trust === known?.trust;
        if (isForced || !isSame) catalogue.put(place.folder, fresh);
      }
      catalogue.settle();
    });
    return turn;
  }

  function readAgain(workerId: string): Promise<void> {
    return refresh(
      roots.map(({ folder, origin }) => ({ folder: join(folder, workerId), origin })),
      true,
    );
  }

  function get(workerId: string): Worker {
    const worker = catalogue.describe().find(({ id }) => id === workerId);
    if (!worker) throw new HeronError('not-found', `There is no worker ${workerId}`);
    return worker;
  }

  return {
    ...{ list: catalogue.describe, get, readAgain },
    judgeAgain: refreshAll,
    recheck: () => recheckAll(catalogue, readAgain),
    async reload(workerId) {
      await readAgain(workerId);
      return get(workerId);
    },
    ...{ manifests, action, breaker, watchers },
    putOutside: (place, candidate) => (turn = turn.then(() => settleOne(catalogue, place, candidate))),
    async close() {
      await stopWatching();
      await turn;
      await catalogue.close();
    },
  };
}

async function recheckAll(catalogue: Catalogue, readAgain: (workerId: string) => Promise<void>): Promise<void> {
  for (const [id, recheck] of catalogue.rechecks()) if (await recheck()) await readAgain(id);
}

function settleOne(catalogue: Catalogue, place: string, candidate: Candidate | undefined): void {
  catalogue.put(place, candidate);
  catalogue.settle();
}

type ReadFolder = (place: WorkerFolder) => Promise<Candidate | undefined>;

/** Gives what reads a folder; undefined of one that is gone. */
async function createReader({ roots, hostVersion, judge }: RegistryParts): Promise<ReadFolder> {
  const bundled = roots.find(({ origin }) => origin === 'bundled');
  const checked = bundled ? await readChecked(bundled.folder, hostVersion) : {};
  return async ({ folder, origin }) => {
    if (!isFolder(folder)) return undefined;
    return readCandidate({ folder, origin, hostVersion, judge, checked: origin === 'bundled' ? checked : {} });
  };
}
