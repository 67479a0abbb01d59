import type { Clock } from '../base/clock.ts';
import type { Database } from '../base/database.ts';
import type { EventLog } from '../base/event-log.ts';
import type { MakeId } from '../base/ids.ts';
import type { EngineLogger } from '../base/logger.ts';
import type { DataPaths } from '../base/paths.ts';
import type { Scrubber } from '../base/scrubber.ts';
import type { Tracing } from '../base/tracing.ts';
import type { EngineHost } from '../host.ts';
import type { RefusedKeys } from './refused-keys.ts';

/** What every part of the engine stands on. */
export type Ground = {
  host: EngineHost;
  paths: DataPaths;
  database: Database;
  events: EventLog;
  logger: EngineLogger;
  tracing: Tracing;
  scrubber: Scrubber;
  makeId: MakeId;
  clock: Clock;
  processors: number;
  refusedKeys: RefusedKeys;
};
