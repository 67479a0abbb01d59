import { statfs } from 'node:fs/promises';
import type {
  LocalModel,
  LocalModelEntry,
  LocalModels,
  LocalModelState,
  OwnModel,
} from '../../../contract/local-models.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, systemCode, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { ownEntry } from './catalogue.ts';
import { fetchModel, type FetchModelParts } from './fetch-model.ts';
import { modelFolders, type ModelRecord } from './model-folder.ts';
import { createPace } from './pace.ts';

export type LocalModelParts = Pick<FetchModelParts, 'request' | 'pause' | 'idleMs'> & {
  /** Where models lie, each in a folder named for its id. */
  folder: string;
  catalogue: () => readonly LocalModelEntry[];
  /** What uses a model whose files these are, in words. */
  usesOf: (files: string[]) => string[];
  log: EventLog;
  logger: Logger;
  clock: Clock;
  /** Bytes free on the folder's disk; as the system says, if absent. */
  free?: () => Promise<number>;
};

export type LocalModelService = {
  list(): Promise<LocalModels>;
  add(own: OwnModel): Promise<LocalModel>;
  download(id: string): Promise<LocalModel>;
  pause(id: string): Promise<LocalModel>;
  resume(id: string): Promise<LocalModel>;
  remove(id: string): Promise<void>;
  /** Goes on with what was under way when the last engine ended. */
  start(): void;
  /** Stops what is under way; the next `start` goes on with it. */
  close(): Promise<void>;
};

/** So often is told how far a download is. */
const toldEveryMs = 250;

type UnderWay = { stop: AbortController; state: LocalModelState; done: Promise<void> };

/** Downloads of models: one at a time, because two share the same way out and both come later. */
export function createLocalModels(parts: LocalModelParts): LocalModelService {
  const { folder, catalogue, log, logger, clock } = parts;
  const folders = modelFolders(folder);
  const underWay = new Map<string, UnderWay>();
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const free = parts.free ?? (() => freeAt(folder));
  const fetching: FetchModelParts = { ...parts, folders, free };

  function recordOf(id: string): ModelRecord {
    const record = folders.read(id);
    if (record) return record;
    const entry = catalogue().find((one) => one.id === id);
    if (entry) return { entry, isOwn: false, wanted: 'nothing', versions: {}, sizes: {}, found: [] };
    throw new HeronError('not-found', `There is no model ${id} for this machine`, { modelId: id });
  }

  function seen(record: ModelRecord): LocalModel {
    const { entry, isOwn, wanted, failure, found } = record;
    const size = sizeOfAll(record);
    const files = entry.files.map(({ name }) => folders.file(entry.id, name));
    return {
      ...{ ...entry, isOwn, found, received: folders.received(record) },
      state: underWay.get(entry.id)?.state ?? (wanted === 'get' ? 'waiting' : stateOf[wanted]),
      ...(size === undefined ? {} : { size }),
      ...(failure === undefined ? {} : { failure }),
      ...(wanted === 'nothing' ? {} : { folder: folders.place(entry.id) }),
      usedBy: wanted === 'ready' ? parts.usesOf(files) : [],
    };
  }

  /** Meanwhile the same model may be on its way again. */
  function forget(id: string, way: UnderWay): void {
    if (underWay.get(id) === way) underWay.delete(id);
  }

  async function fetch(record: ModelRecord, way: UnderWay): Promise<void> {
    const { id, name } = record.entry;
    const named = { modelId: id, name };
    const pace = createPace(clock);
    let told = '';
    const tell = (): void => {
      const [received, size] = [folders.received(record), sizeOfAll(record)];
      const figures = { state: way.state, received, bytesPerSecond: pace.note(received) };
      // Nothing is news while a server is silent.
      if (JSON.stringify(figures) === told) return;
      told = JSON.stringify(figures);
      const payload = { modelId: id, ...figures };
      log.emit({ type: 'download.progressed', payload: size === undefined ? payload : { ...payload, size } });
    };
    const become = (state: LocalModelState): void => {
      if (way.state === state) return;
      way.state = state;
      tell();
    };
    const telling = setInterval(tell, toldEveryMs);
    try {
      way.stop.signal.throwIfAborted();
      await log.append([{ type: 'download.started', payload: { ...named, received: folders.received(record) } }]);
      become('downloading');
      await fetchModel(
        fetching,
        record,
        {
          onBytes: () => become('downloading'),
          onChecking: () => become('checking'),
        },
        way.stop.signal,
      );
      clearInterval(telling);
      folders.write({ ...withoutFailure(record), wanted: 'ready' });
      forget(id, way);
      await log.append([{ type: 'download.completed', payload: { ...named, files: record.found } }]);
    } catch (error) {
      forget(id, way);
      clearInterval(telling);
      if (way.stop.signal.aborted) return;
      const failure = toFailure(error);
      const isRefused = failure.code === 'invalid-input';
      logger.warn(`The model ${id} could not be downloaded`, failure);
      folders.write({ ...record, wanted: isRefused ? 'refused' : 'failed', failure });
      await log.append([{ type: 'download.failed', payload: { ...named, error: failure } }]);
    }
  }

  function begin(record: ModelRecord): LocalModel {
    const { id } = record.entry;
    const wanted: ModelRecord = { ...withoutFailure(record), wanted: 'get' };
    makeFolder(folders.place(id));
    folders.write(wanted);
    const way: UnderWay = { stop: new AbortController(), state: 'waiting', done: Promise.resolve() };
    underWay.set(id, way);
    way.done = turn.then(() => fetch(wanted, way));
    turn = way.done.catch((error: unknown) => logger.error(`The download of ${id} ended badly`, toFailure(error)));
    return seen(wanted);
  }

  /** Ends what is under way and waits until nothing of it is written any more. */
  async function halt(id: string): Promise<void> {
    const way = underWay.get(id);
    if (!way) return;
    way.stop.abort(new HeronError('cancelled', `The download of ${id} was stopped`));
    if (way.state !== 'waiting') await way.done.catch(() => undefined);
    underWay.delete(id);
  }

  function refuseBusy(record: ModelRecord): void {
    const { id, name } = record.entry;
    if (underWay.has(id)) throw new HeronError('conflict', `${name} is on its way already`, { modelId: id });
    if (record.wanted === 'ready') throw new HeronError('conflict', `${name} is here already`, { modelId: id });
  }

  return {
    async list() {
      const records = new Map(folders.records().map((record) => [record.entry.id, record]));
      for (const { id } of catalogue()) if (!records.has(id)) records.set(id, recordOf(id));
      return { models: [...records.values()].map(seen).toSorted(byCatalogue(catalogue())), folder, free: await free() };
    },
    async add(own) {
      const entry = ownEntry(own);
      const isTaken = catalogue().some(({ id }) => id === entry.id) || folders.read(entry.id) !== undefined;
      if (isTaken)
        throw new HeronError('already-exists', `There is a model ${entry.id} already`, { modelId: entry.id });
      const record: ModelRecord = { entry, isOwn: true, wanted: 'nothing', versions: {}, sizes: {}, found: [] };
      folders.write(record);
      const payload = { modelId: entry.id, name: entry.name, address: own.address };
      await log.append([{ type: 'download.added', payload }]);
      return seen(record);
    },
    async download(id) {
      const record = recordOf(id);
      refuseBusy(record);
      return begin(record);
    },
    async pause(id) {
      const record = recordOf(id);
      if (!underWay.has(id))
        throw new HeronError('conflict', `${record.entry.name} is not on its way`, { modelId: id });
      await halt(id);
      // It may have come to its end meanwhile.
      const now = recordOf(id);
      if (now.wanted !== 'get') return seen(now);
      const paused: ModelRecord = { ...now, wanted: 'pause' };
      folders.write(paused);
      const payload = { modelId: id, name: paused.entry.name, received: folders.received(paused) };
      await log.append([{ type: 'download.paused', payload }]);
      return seen(paused);
    },
    async resume(id) {
      const record = recordOf(id);
      refuseBusy(record);
      if (record.wanted === 'nothing') {
        throw new HeronError('conflict', `Nothing of ${record.entry.name} is here to go on with`, { modelId: id });
      }
      return begin(record);
    },
    async remove(id) {
      const { usedBy, name } = seen(recordOf(id));
      if (usedBy.length > 0) {
        throw new HeronError('conflict', `${name} is in use: ${usedBy.join(', ')}`, { modelId: id, usedBy });
      }
      await halt(id);
      await folders.remove(id);
      await log.append([{ type: 'download.removed', payload: { modelId: id, name } }]);
    },
    start() {
      for (const record of folders.records()) if (record.wanted === 'get' && !isClosed) begin(record);
    },
    async close() {
      isClosed = true;
      await Promise.all([...underWay.keys()].map(halt));
    },
  };
}

const stateOf = {
  nothing: 'absent',
  get: 'waiting',
  pause: 'paused',
  ready: 'ready',
  failed: 'failed',
  refused: 'refused',
} as const;

function withoutFailure({ failure: _, ...record }: ModelRecord): ModelRecord {
  return record;
}

function sizeOfAll({ entry: { files }, sizes, found }: ModelRecord): number | undefined {
  const all = files.map(({ name, bytes }) => found.find((one) => one.name === name)?.bytes ?? bytes ?? sizes[name]);
  return all.every((one) => one !== undefined) ? all.reduce((sum, one) => sum + one, 0) : undefined;
}

/** As the catalogue has them, a person's own after them. */
function byCatalogue(catalogue: readonly LocalModelEntry[]): (one: LocalModel, other: LocalModel) => number {
  const places = new Map(catalogue.map(({ id }, index) => [id, index]));
  const place = ({ id }: LocalModel): number => places.get(id) ?? catalogue.length;
  return (one, other) => place(one) - place(other) || one.name.localeCompare(other.name);
}

/** Of the disk the folder will be on: it need not be there yet. */
async function freeAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    makeFolder(folder);
    return freeAt(folder);
  }
}
