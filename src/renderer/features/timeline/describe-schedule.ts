import type { EventType, Payload } from '../../../contract/events.ts';
import { countText } from '../../ui/count-text.ts';
import { exactTimeText } from '../../ui/time-text.ts';

type ScheduleEvent = Extract<EventType, `schedule.${string}`>;

/** What is told of schedules; what became of each occurrence stands on their own screen. */
export const scheduleSentences: { [Type in ScheduleEvent]: (payload: Payload<Type>) => string } = {
  'schedule.added': ({ title }) => `The schedule “${title}” was made`,
  'schedule.changed': ({ title }) => `The schedule “${title}” was changed`,
  'schedule.paused': () => 'A schedule was paused',
  'schedule.resumed': () => 'A schedule goes on',
  'schedule.removed': () => 'A schedule was removed',
  'schedule.recovered': () => 'A schedule is there again',
  'schedule.occurred': ({ occurrences }) => {
    const [first] = occurrences;
    return occurrences.length === 1 && first
      ? `A schedule was due at ${exactTimeText(first.at)}: ${first.status}`
      : `A schedule was due ${occurrences.length} times`;
  },
  'schedule.failed': ({ title, error }) => `The schedule “${title}” could not start a run: ${error.message}`,
  'schedule.silenced': ({ title, since }) =>
    `The schedule “${title}” has started nothing since ${exactTimeText(since)}, which is unusual`,
  'schedule.polled': ({ fresh, problem }) =>
    problem === undefined
      ? `A schedule looked and found ${fresh.length === 0 ? 'nothing new' : countText(fresh.length, 'new thing')}`
      : `A schedule could not look: ${problem}`,
  'schedule.seen': () => 'What a schedule told was noted',
};
