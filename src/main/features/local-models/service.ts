import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LocalModel, LocalModels, OwnModel } from '../../../contract/local-models.ts';
import { HeronError, systemCode, toFailure } from '../../base/errors.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { ownEntry } from './catalogue.ts';
import { createDownloadQueue, type DownloadQueue, type QueueParts } from './download-queue.ts';
import { modelFolders, type ModelRecord } from './model-folder.ts';
import { byCatalogue, filesOf, freshRecord, recordOf, type ViewParts, viewOf } from './model-view.ts';

export type LocalModelParts = Omit<QueueParts, 'folders' | 'free' | 'useFirst'> &
  Omit<ViewParts, 'folders'> & {
    /** Where models lie, each in a folder named for its id. */
    folder: string;
    /** Bytes free on the folder's disk; as the system says, if absent. */
    free?: () => Promise<number>;
    /** Which model plans, and how one of the files here comes to. */
    planning: Planning;
    /** Heron runs none of these files any more. */
    letGo: (files: string[]) => Promise<void>;
  };

export type Planning = { isSetUp(): boolean; use(model: string): Promise<unknown> };

export type LocalModelService = {
  list(): Promise<LocalModels>;
  add(own: OwnModel): Promise<LocalModel>;
  download(id: string): Promise<LocalModel>;
  pause(id: string): Promise<LocalModel>;
  resume(id: string): Promise<LocalModel>;
  /** Has it plan. */
  use(id: string): Promise<LocalModel>;
  /** `letGo`: also where Heron runs it. */
  remove(id: string, letGo?: boolean): Promise<void>;
  /** Goes on with what was under way when the last engine ended. */
  start(): void;
  /** Stops what is under way; the next `start` goes on with it. */
  close(): Promise<void>;
};

type Open = LocalModelParts & ViewParts & { queue: DownloadQueue; free: () => Promise<number> };

/** The models for this machine. */
export function createLocalModels(parts: LocalModelParts): LocalModelService {
  const folders = modelFolders(parts.folder);
  const free = parts.free ?? (() => freeAt(parts.folder));
  const queue = createDownloadQueue({
    ...{ ...parts, folders, free },
    useFirst: (record) => useFirst(parts, record),
  });
  const open: Open = { ...parts, folders, free, queue };
  return {
    list: () => list(open),
    add: (own) => add(open, own),
    async download(id) {
      return begin(open, recordOf(open, id));
    },
    pause: (id) => pause(open, id),
    async resume(id) {
      const record = recordOf(open, id);
      if (record.wanted !== 'nothing') return begin(open, record);
      throw new HeronError('conflict', `Nothing of ${record.entry.name} is here to go on with`, { modelId: id });
    },
    use: (id) => use(open, id),
    remove: (id, letGo = false) => remove(open, id, letGo),
    start() {
      for (const record of folders.records()) if (record.wanted === 'get') begin(open, record);
    },
    close: () => queue.haltAll(),
  };
}

function seen(open: Open, record: ModelRecord): LocalModel {
  return viewOf(open, record, open.queue.stateOf(record.entry.id));
}

async function list(open: Open): Promise<LocalModels> {
  const { folders, catalogue, folder, free } = open;
  const records = new Map(folders.records().map((record) => [record.entry.id, record]));
  for (const { id } of catalogue()) if (!records.has(id)) records.set(id, recordOf(open, id));
  const models = [...records.values()].map((record) => seen(open, record)).toSorted(byCatalogue(catalogue()));
  return { models, folder, free: await free() };
}

async function add(open: Open, own: OwnModel): Promise<LocalModel> {
  const { folders, catalogue, log } = open;
  const entry = ownEntry(own);
  if (catalogue().some(({ id }) => id === entry.id) || folders.read(entry.id) !== undefined) {
    throw new HeronError('already-exists', `There is a model ${entry.id} already`, { modelId: entry.id });
  }
  const record = freshRecord(entry, true);
  folders.write(record);
  const payload = { modelId: entry.id, name: entry.name, address: own.address };
  await log.append([{ type: 'download.added', payload }]);
  return seen(open, record);
}

function begin(open: Open, { failure: _, ...record }: ModelRecord): LocalModel {
  const { id, name } = record.entry;
  if (open.queue.stateOf(id)) throw new HeronError('conflict', `${name} is on its way already`, { modelId: id });
  if (record.wanted === 'ready') throw new HeronError('conflict', `${name} is here already`, { modelId: id });
  const wanted: ModelRecord = { ...record, wanted: 'get' };
  open.queue.begin(wanted);
  return seen(open, wanted);
}

async function pause(open: Open, id: string): Promise<LocalModel> {
  const { queue, folders, log } = open;
  const { entry } = recordOf(open, id);
  if (!queue.stateOf(id)) throw new HeronError('conflict', `${entry.name} is not on its way`, { modelId: id });
  await queue.halt(id);
  // It may have come to its end meanwhile.
  const now = recordOf(open, id);
  if (now.wanted !== 'get') return seen(open, now);
  const paused: ModelRecord = { ...now, wanted: 'pause' };
  folders.write(paused);
  const payload = { modelId: id, name: entry.name, received: folders.received(paused) };
  await log.append([{ type: 'download.paused', payload }]);
  return seen(open, paused);
}

/** As the provider of model files calls it; undefined for what cannot be talked with. */
function planningName({ entry: { id, kind, files } }: ModelRecord): string | undefined {
  const file = files.find(({ name }) => name.endsWith('.gguf'))?.name;
  return kind === 'chat' && file !== undefined ? `${id}/${basename(file, '.gguf')}` : undefined;
}

async function useFirst({ planning, logger }: LocalModelParts, record: ModelRecord): Promise<boolean> {
  const name = planningName(record);
  if (name === undefined) return false;
  try {
    if (planning.isSetUp()) return false;
    await planning.use(name);
    return true;
  } catch (error) {
    logger.warn(`The model ${record.entry.id} is here, but could not be set up`, toFailure(error));
    return false;
  }
}

async function use(open: Open, id: string): Promise<LocalModel> {
  const record = recordOf(open, id);
  const { name } = record.entry;
  if (record.wanted !== 'ready') throw new HeronError('conflict', `${name} is not here yet`, { modelId: id });
  const planner = planningName(record);
  if (planner === undefined) {
    throw new HeronError('conflict', `${name} cannot be talked with: it has no file .gguf for the chat`, {
      modelId: id,
    });
  }
  await open.planning.use(planner);
  return seen(open, record);
}

async function remove(open: Open, id: string, letGo: boolean): Promise<void> {
  const record = recordOf(open, id);
  const { usedBy, canLetGo = false, name } = seen(open, record);
  if (letGo && canLetGo) await open.letGo(filesOf(open.folders, record));
  else if (usedBy.length > 0) {
    throw new HeronError('conflict', `${name} is in use: ${usedBy.join(', ')}`, { modelId: id, usedBy });
  }
  await open.queue.halt(id);
  await open.folders.remove(id);
  await open.log.append([{ type: 'download.removed', payload: { modelId: id, name } }]);
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
