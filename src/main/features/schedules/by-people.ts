import { saidForm } from '../../../contract/hot-keys.ts';
import type { OccurrenceCause } from '../../../contract/schedules.ts';
import type { Clockwork } from './clockwork.ts';
import type { ScheduleStore, StoredSchedule } from './store.ts';

type Given = NonNullable<Parameters<Clockwork['happen']>[2]>;
type Happening = { cause: OccurrenceCause; given: Given };

/** What people start by saying or pressing something. Both give the titles of what that started. */
export function startedByPeople(store: ScheduleStore, happen: () => Promise<Clockwork['happen']>) {
  async function startAll(
    isMeant: (schedule: StoredSchedule) => boolean,
    { cause, given }: Happening,
  ): Promise<string[]> {
    if (!store.isAny()) return [];
    const meant = store.list().filter((schedule) => !schedule.isPaused && isMeant(schedule));
    if (meant.length === 0) return [];
    const tell = await happen();
    for (const { id } of meant) await tell(id, cause, given);
    return meant.map(({ title }) => title);
  }
  return {
    said: (text: string): Promise<string[]> => {
      const form = saidForm(text);
      return startAll(({ definition: { time } }) => time.kind === 'said' && saidForm(time.phrase) === form, {
        cause: 'said',
        given: { said: text },
      });
    },
    press: (keys: string): Promise<string[]> =>
      startAll(({ definition: { time } }) => time.kind === 'keys' && time.keys === keys, {
        cause: 'keys',
        given: { keys },
      }),
  };
}
