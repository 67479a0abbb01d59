import type { ReactNode } from 'react';
import type { Json } from '../../../contract/json.ts';
import type { Schedule } from '../../../contract/schedules.ts';
import { durationWords } from '../../../contract/time/time-words.ts';
import { DetailHeading } from '../../app/detail-heading.tsx';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { AlarmNotices } from './alarm-notices.tsx';
import { OccurrenceList } from './occurrence-list.tsx';
import type { PollTime } from './poll-draft.ts';
import { missedWords, overlapWords, momentText } from './schedule-words.ts';
import { useScheduleActions } from './use-schedule-actions.ts';
import { t } from '../../../words/words.ts';

/** When it starts, what it does, and what became of it. */
export function ScheduleDetail({ schedule }: { schedule: Schedule }) {
  const { engine } = useHeron();
  const actions = useScheduleActions(engine.client);
  const { next, problem, isPaused, zone } = schedule;
  return (
    <div className="space-y-6">
      <div className="space-y-3 empty:hidden">
        {problem !== undefined && <Notice tone="warning">{problem}</Notice>}
        {schedule.polled?.problem !== undefined && <Notice tone="warning">{schedule.polled.problem}</Notice>}
        <AlarmNotices schedule={schedule} actions={actions} />
      </div>
      <DescriptionList entries={entriesOf(schedule)} />
      <Part title={t('Next')}>
        {isPaused ? (
          <p className="text-sm text-muted">{t('It is paused, and starts nothing by itself.')}</p>
        ) : next.length === 0 ? (
          <p className="text-sm text-muted">
            <UnknownNext schedule={schedule} />
          </p>
        ) : (
          <ol aria-label={t('Next times')} className="space-y-1 text-sm tabular-nums">
            {next.map((at) => (
              <li key={at}>
                <time dateTime={new Date(at).toISOString()}>{momentText(at, zone)}</time>
              </li>
            ))}
          </ol>
        )}
      </Part>
      <Part title={t('History')}>
        <OccurrenceList scheduleId={schedule.id} />
      </Part>
    </div>
  );
}

function UnknownNext({ schedule: { time, polled } }: { schedule: Schedule }) {
  if (time.kind === 'once') return t('Its time is over.');
  if (time.kind !== 'poll') return t('Nobody knows when that is.');
  const every = t('It looks every {{everyMs}}', { everyMs: durationWords(time.everyMs) });
  if (!polled) return `${every}, and has not looked yet.`;
  return (
    <>
      {every}; {polled.runId === undefined ? 'the last time was' : 'it has been looking since'}{' '}
      <RelativeTime at={polled.at} />.
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="space-y-2">
      <DetailHeading>{title}</DetailHeading>
      {children}
    </section>
  );
}

function entriesOf(schedule: Schedule): { name: string; value: ReactNode }[] {
  const { words, time, missed, overlap } = schedule;
  return [
    { name: t('When'), value: words },
    ...(time.kind === 'poll' ? [{ name: t('Looks with'), value: <Question time={time} /> }] : []),
    ...(time.kind === 'cron' ? [{ name: t('Cron'), value: <InlineCode>{time.cron}</InlineCode> }] : []),
    { name: t('Does'), value: <Work schedule={schedule} /> },
    // A look finds what came while nobody did, and nothing that is found stands for anything else.
    ...(time.kind === 'poll' ? [] : [{ name: t('Missed'), value: missedWords()[missed] }]),
    { name: t('Overlaps'), value: overlapWords()[time.kind === 'poll' && overlap === 'merge' ? 'queue' : overlap] },
    { name: t('Answers'), value: <Results schedule={schedule} /> },
  ];
}

function Question({ time: { action, input } }: { time: PollTime }) {
  const asked = Object.entries(input).map(([name, value]) => `${name}: ${plainText(value)}`);
  return (
    <>
      <InlineCode>{action}</InlineCode>
      {asked.map((line) => (
        <span key={line} className="block text-xs break-words text-muted">
          {line}
        </span>
      ))}
    </>
  );
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Work({ schedule: { work, title, plan } }: { schedule: Schedule }) {
  if (work.kind === 'sentence') {
    const steps = plan?.tasks.map(({ title: step, id }) => step ?? id).join(', ') ?? '';
    return (
      <>
        {work.text}
        {steps.toLowerCase() !== work.text.toLowerCase() && <span className="block text-xs text-muted">{steps}</span>}
      </>
    );
  }
  if (work.kind === 'template') return <>{t('The template {{name}}', { name: work.name })}</>;
  if (work.kind === 'heartbeat') {
    return (
      <>
        {work.hours
          ? t('A model goes through HEARTBEAT.md, between {{from}} and {{to}}', {
              ...{ from: work.hours.from, to: work.hours.to },
            })
          : t('A model goes through HEARTBEAT.md')}
        {!work.always && <span className="block text-xs text-muted">{t('Only when something happened since')}</span>}
      </>
    );
  }
  return (
    <Button size="sm" onClick={() => navigate({ screen: 'workflows', workflowId: work.workflowId })}>
      {t('Open {{title}}', { title })}
    </Button>
  );
}

function Results({ schedule: { results, conversationId } }: { schedule: Schedule }) {
  if (results.to === 'none') return t('Nowhere; the runs stand on the timeline');
  if (results.to === 'last') return t('In the conversation used last');
  const id = results.to === 'conversation' ? results.conversationId : conversationId;
  if (id === undefined) return t('In a conversation of its own, from its first run on');
  return (
    <Button size="sm" onClick={() => navigate({ screen: 'chat', conversationId: id })}>
      {t('Open the conversation')}
    </Button>
  );
}
