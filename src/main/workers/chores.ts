import { toFailure } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import type { HostMark } from './hosts/strays.ts';
import type { OpenedRooms } from './open-rooms.ts';
import type { WorkerRegistry } from './registry/registry.ts';
import type { StatisticsBook } from './worker-statistics.ts';

export type ChoresParts = {
  mark: HostMark;
  logger: Logger;
  choresEveryMs?: number | undefined;
  rooms: Pick<OpenedRooms, 'endOldContainers'>;
  registry: Pick<WorkerRegistry, 'recheck'>;
  statistics: Pick<StatisticsBook, 'save'>;
};

const usualEveryMs = 60_000;
/** A runtime of containers is asked only now and then: each time it is a program that starts. */
const turnsPerContainerLook = 10;

/**
 * Looks for what earlier engines left, now and every so often; then also for what changed unseen, and saves what was counted.
 * Gives what ends it.
 */
export function startChores({ mark, logger, choresEveryMs, rooms, registry, statistics }: ChoresParts): () => void {
  let turn = 0;
  void sweep(mark, logger);
  const chores = setInterval(() => {
    turn += 1;
    void sweep(mark, logger);
    statistics.save();
    registry.recheck().catch((error: unknown) => logger.error('Could not look at the files again', toFailure(error)));
    if (turn % turnsPerContainerLook !== 0) return;
    rooms
      .endOldContainers()
      .catch((error: unknown) => logger.error('Could not look for old containers', toFailure(error)));
  }, choresEveryMs ?? usualEveryMs).unref();
  return () => clearInterval(chores);
}

async function sweep(mark: HostMark, logger: Logger): Promise<void> {
  try {
    const ended = await mark.endStrays();
    if (ended.length > 0) logger.warn(`Ended ${ended.length} processes of workers that an earlier Heron left behind`);
  } catch (error) {
    logger.error('Could not look for processes that an earlier Heron left behind', toFailure(error));
  }
}
