import type { CallSettings } from '../../../contract/calls.ts';
import type { Clock } from '../../base/clock.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';

export type CallParts = {
  log: EventLog;
  makeId: MakeId;
  clock: Clock;
  logger: Pick<Logger, 'warn'>;
  settings: () => CallSettings;
  /** In which the quiet hours are meant. */
  zone: () => string;
};
