import type { LocalModelState } from '../../../contract/local-models.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Logger } from '../../base/logger.ts';
import { makeFolder } from '../../base/make-folder.ts';
import { fetchModel, type FetchModelParts } from './fetch-model.ts';
import type { ModelRecord } from './model-folder.ts';
import { sizeOfAll } from './model-view.ts';
import { createPace } from './pace.ts';

export type QueueParts = FetchModelParts & {
  log: EventLog;
  logger: Logger;
  clock: Clock;
  /** Has a model plan that came while none was set up; says whether it does. */
  useFirst: (record: ModelRecord) => Promise<boolean>;
};

export type DownloadQueue = {
  /** Of one that is on its way. */
  stateOf(id: string): LocalModelState | undefined;
  begin(record: ModelRecord): void;
  /** Ends what is under way and waits until nothing of it is written any more. */
  halt(id: string): Promise<void>;
  haltAll(): Promise<void>;
};

/** So often is told how far a download is. */
const toldEveryMs = 250;

type UnderWay = { stop: AbortController; state: LocalModelState; done: Promise<void> };

/** Downloads of models, one after the other. */
export function createDownloadQueue(parts: QueueParts): DownloadQueue {
  const { folders, logger } = parts;
  const underWay = new Map<string, UnderWay>();
  let turn: Promise<unknown> = Promise.resolve();

  async function halt(id: string): Promise<void> {
    const way = underWay.get(id);
    if (!way) return;
    way.stop.abort(new HeronError('cancelled', `The download of ${id} was stopped`));
    if (way.state !== 'waiting') await way.done.catch(() => undefined);
    underWay.delete(id);
  }

  return {
    stateOf: (id) => underWay.get(id)?.state,
    begin(record) {
      const { id } = record.entry;
      makeFolder(folders.place(id));
      folders.write(record);
      const way: UnderWay = { stop: new AbortController(), state: 'waiting', done: Promise.resolve() };
      underWay.set(id, way);
      // Meanwhile the same model may be on its way again.
      const end = (): void => void (underWay.get(id) === way && underWay.delete(id));
      way.done = turn.then(() => carryOut(parts, record, way, end));
      turn = way.done.catch((error: unknown) => logger.error(`The download of ${id} ended badly`, toFailure(error)));
    },
    halt,
    async haltAll() {
      await Promise.all([...underWay.keys()].map(halt));
    },
  };
}

/** `end` is called before what became of it is told. */
async function carryOut(parts: QueueParts, record: ModelRecord, way: UnderWay, end: () => void): Promise<void> {
  const { folders, log, logger } = parts;
  const { id, name } = record.entry;
  const named = { modelId: id, name };
  const tell = teller(parts, record, way);
  const become = (state: LocalModelState): void => {
    if (way.state === state) return;
    way.state = state;
    tell();
  };
  const telling = setInterval(tell, toldEveryMs);
  const progress = { onBytes: () => become('downloading'), onChecking: () => become('checking') };
  try {
    way.stop.signal.throwIfAborted();
    await log.append([{ type: 'download.started', payload: { ...named, received: folders.received(record) } }]);
    become('downloading');
    await fetchModel(parts, record, progress, way.stop.signal);
    folders.write({ ...record, wanted: 'ready' });
    end();
    const plans = (await parts.useFirst(record)) ? { plans: true as const } : {};
    await log.append([{ type: 'download.completed', payload: { ...named, files: record.found, ...plans } }]);
  } catch (error) {
    end();
    if (way.stop.signal.aborted) return;
    const failure = toFailure(error);
    logger.warn(`The model ${id} could not be downloaded`, failure);
    folders.write({ ...record, wanted: failure.code === 'invalid-input' ? 'refused' : 'failed', failure });
    await log.append([{ type: 'download.failed', payload: { ...named, error: failure } }]);
  } finally {
    clearInterval(telling);
  }
}

function teller({ folders, log, clock }: QueueParts, record: ModelRecord, way: UnderWay): () => void {
  const pace = createPace(clock);
  let told = '';
  return () => {
    const [received, size] = [folders.received(record), sizeOfAll(record)];
    const figures = { state: way.state, received, bytesPerSecond: pace.note(received) };
    // Nothing is news while a server is silent.
    if (JSON.stringify(figures) === told) return;
    told = JSON.stringify(figures);
    const payload = { modelId: record.entry.id, ...figures };
    log.emit({ type: 'download.progressed', payload: size === undefined ? payload : { ...payload, size } });
  };
}
