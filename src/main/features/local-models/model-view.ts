import type { LocalModel, LocalModelEntry, LocalModelState } from '../../../contract/local-models.ts';
import { HeronError } from '../../base/errors.ts';
import type { ModelFolders, ModelRecord } from './model-folder.ts';

/** What uses a model, in words; `canLetGo`: Heron runs it, and lets it go when it is asked to. */
export type ModelUse = { words: string; canLetGo: boolean };

export type ViewParts = {
  folders: ModelFolders;
  catalogue: () => readonly LocalModelEntry[];
  usesOf: (files: string[]) => ModelUse[];
};

/** Of a model that is here, or can be had. Errors: `not-found`. */
export function recordOf({ folders, catalogue }: ViewParts, id: string): ModelRecord {
  const record = folders.read(id);
  if (record) return record;
  const entry = catalogue().find((one) => one.id === id);
  if (entry) return freshRecord(entry, false);
  throw new HeronError('not-found', `There is no model ${id} for this machine`, { modelId: id });
}

export function freshRecord(entry: LocalModelEntry, isOwn: boolean): ModelRecord {
  return { entry, isOwn, wanted: 'nothing', versions: {}, sizes: {}, found: [] };
}

const stateOf = {
  nothing: 'absent',
  get: 'waiting',
  pause: 'paused',
  ready: 'ready',
  failed: 'failed',
  refused: 'refused',
} as const;

/** `underWay`: its state, while it comes. */
export function viewOf(
  { folders, usesOf }: ViewParts,
  record: ModelRecord,
  underWay: LocalModelState | undefined,
): LocalModel {
  const { entry, isOwn, wanted, failure, found } = record;
  const size = sizeOfAll(record);
  const uses = wanted === 'ready' ? usesOf(filesOf(folders, record)) : [];
  return {
    ...{ ...entry, isOwn, found, received: folders.received(record) },
    state: underWay ?? stateOf[wanted],
    ...(size === undefined ? {} : { size }),
    ...(failure === undefined ? {} : { failure }),
    ...(wanted === 'nothing' ? {} : { folder: folders.place(entry.id) }),
    usedBy: uses.map(({ words }) => words),
    ...(uses.length > 0 && uses.every(({ canLetGo }) => canLetGo) ? { canLetGo: true as const } : {}),
  };
}

export function filesOf(folders: ModelFolders, { entry: { id, files } }: ModelRecord): string[] {
  return files.map(({ name }) => folders.file(id, name));
}

/** Bytes of all its files; undefined while one of them is not known. */
export function sizeOfAll({ entry: { files }, sizes, found }: ModelRecord): number | undefined {
  const all = files.map(({ name, bytes }) => found.find((one) => one.name === name)?.bytes ?? bytes ?? sizes[name]);
  return all.every((one) => one !== undefined) ? all.reduce((sum, one) => sum + one, 0) : undefined;
}

/** As the catalogue has them, a person's own after them. */
export function byCatalogue(catalogue: readonly LocalModelEntry[]): (one: LocalModel, other: LocalModel) => number {
  const places = new Map(catalogue.map(({ id }, index) => [id, index]));
  const place = ({ id }: LocalModel): number => places.get(id) ?? catalogue.length;
  return (one, other) => place(one) - place(other) || one.name.localeCompare(other.name);
}
