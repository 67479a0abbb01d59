import { useCallback } from 'react';
import type { Schedule } from '../../../contract/schedules.ts';
import { navigate } from '../../app/use-route.ts';
import type { HeronClient } from '../../engine/client.ts';
import { failureOf } from '../../engine/failure.ts';
import { useAction } from '../../engine/use-action.ts';
import { showToast } from '../../ui/toast-store.ts';
import { t } from '../../../words/words.ts';

/** What can be done with a schedule, wherever it is shown. */
export function useScheduleActions({ schedules }: Pick<HeronClient, 'schedules'>) {
  return {
    setPaused: useAction(
      t('That could not be changed'),
      useCallback(
        async ({ id: scheduleId }: Schedule, isPaused: boolean) => {
          await (isPaused ? schedules.pause({ scheduleId }) : schedules.resume({ scheduleId }));
        },
        [schedules],
      ),
    ),
    runNow: useAction(
      t('It could not be run'),
      useCallback(
        async ({ id: scheduleId, title }: Schedule) => {
          const { runId } = await schedules.run({ scheduleId });
          const action = { label: t('Show'), onSelect: () => navigate({ screen: 'timeline', runId }) };
          showToast({ title: t('“{{title}}” runs', { title }), action });
        },
        [schedules],
      ),
    ),
    answer: useAction(
      t('That could not be decided'),
      useCallback(
        async (scheduleId: string, answer: 'once' | 'all' | 'skip') => {
          await schedules.answer({ scheduleId, answer });
        },
        [schedules],
      ),
    ),
    seen: useAction(
      t('That could not be noted'),
      useCallback(
        async (scheduleId: string) => {
          await schedules.seen({ scheduleId });
        },
        [schedules],
      ),
    ),
    remove: useAction(
      t('It could not be removed'),
      useCallback(
        async ({ id: scheduleId, title }: Schedule) => {
          await schedules.remove({ scheduleId });
          const giveBack = (): void => {
            schedules.recover({ scheduleId }).catch((error: unknown) => tellLost(title, error));
          };
          const action = { label: t('Undo'), onSelect: giveBack };
          showToast({ title: t('“{{title}}” was removed', { title }), action });
        },
        [schedules],
      ),
    ),
  };
}

function tellLost(title: string, error: unknown): void {
  const text = failureOf(error).message;
  showToast({ tone: 'danger', title: t('“{{title}}” could not be brought back', { title }), text });
}

export type ScheduleActions = ReturnType<typeof useScheduleActions>;
