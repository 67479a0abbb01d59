import { useCallback, useEffect, useState } from 'react';
import type { Occurrence } from '../../../contract/schedules.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StepIcon } from '../../ui/step-icon.tsx';
import { momentText, occurrenceText, stateOf } from './schedule-words.ts';
import { isAboutSchedules } from './use-schedules.ts';
import { t } from '../../../words/words.ts';

const page = 20;

/** What became of each occurrence, the latest first. */
export function OccurrenceList({ scheduleId }: { scheduleId: string }) {
  const { engine } = useHeron();
  const [limit, setLimit] = useState(page);
  const load = useCallback(
    () => engine.client.schedules.occurrences({ scheduleId, limit }),
    [engine, scheduleId, limit],
  );
  const { data, failure, reload } = useQuery(engine.state, load);
  useEffect(() => engine.subscribe((events) => void (events.some(isAboutSchedules) && reload())), [engine, reload]);
  if (failure && !data) return <p className="text-sm text-danger">{failure.message}</p>;
  if (!data) return <Skeleton lines={3} label={t('Loading the history')} />;
  if (data.length === 0) return <p className="text-sm text-muted">{t('It has not come yet.')}</p>;
  return (
    <>
      <ul aria-label={t('History')} className="-mx-3">
        {data.map((occurrence) => (
          <li key={occurrence.at}>
            <Row occurrence={occurrence} />
          </li>
        ))}
      </ul>
      {data.length === limit && limit < 500 && (
        <Button size="sm" variant="ghost" onClick={() => setLimit(Math.min(500, limit + 5 * page))}>
          {t('Show more')}
        </Button>
      )}
    </>
  );
}

function Row({ occurrence }: { occurrence: Occurrence }) {
  const { at, run } = occurrence;
  return (
    <ListRow
      start={<StepIcon state={stateOf(occurrence)} />}
      title={momentText(at)}
      text={occurrenceText(occurrence)}
      wraps
      {...(run ? { onSelect: () => navigate({ screen: 'timeline', runId: run.runId }) } : {})}
    />
  );
}
