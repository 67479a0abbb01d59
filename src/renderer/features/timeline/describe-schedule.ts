import type { EventType, Payload } from '../../../contract/events.ts';
import { exactTimeText } from '../../ui/time-text.ts';
import { plural, t } from '../../../words/words.ts';

type ScheduleEvent = Extract<EventType, `schedule.${string}`>;

/** What is told of schedules; what became of each occurrence stands on their own screen. */
export const scheduleSentences: { [Type in ScheduleEvent]: (payload: Payload<Type>) => string } = {
  'schedule.added': ({ title }) => t('The schedule “{{title}}” was made', { title }),
  'schedule.changed': ({ title }) => t('The schedule “{{title}}” was changed', { title }),
  'schedule.paused': () => t('A schedule was paused'),
  'schedule.resumed': () => t('A schedule goes on'),
  'schedule.removed': () => t('A schedule was removed'),
  'schedule.recovered': () => t('A schedule is there again'),
  'schedule.occurred': ({ occurrences }) => {
    const [first] = occurrences;
    return occurrences.length === 1 && first
      ? t('A schedule was due at {{at}}: {{status}}', { at: exactTimeText(first.at), status: first.status })
      : t('A schedule was due {{occurrences}} times', { occurrences: occurrences.length });
  },
  'schedule.failed': ({ title, error }) =>
    t('The schedule “{{title}}” could not start a run: {{message}}', { title, message: error.message }),
  'schedule.silenced': ({ title, since }) =>
    t('The schedule “{{title}}” has started nothing since {{since}}, which is unusual', {
      title,
      since: exactTimeText(since),
    }),
  'schedule.polled': ({ fresh, problem }) =>
    problem === undefined
      ? fresh.length === 0
        ? t('A schedule looked and found nothing new')
        : plural(fresh.length, {
            one: 'A schedule looked and found 1 new thing',
            other: 'A schedule looked and found {{count}} new things',
          })
      : t('A schedule could not look: {{problem}}', { problem }),
  'schedule.seen': () => t('What a schedule told was noted'),
};
