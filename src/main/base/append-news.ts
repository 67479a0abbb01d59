import type { EventDraft, EventLog } from './event-log.ts';
import type { Logger } from './logger.ts';

/** Puts an event into the log for those who cannot wait until it is there; that it could not be stored is logged. */
export type AppendNews = (draft: EventDraft) => void;

export function appendNews(parts: { events: Pick<EventLog, 'append'>; logger: Logger }): AppendNews {
  return (draft) => {
    parts.events.append([draft]).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      parts.logger.error(`The event ${draft.type} was not stored: ${message}`);
    });
  };
}
