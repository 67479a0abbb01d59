import { useEffect } from 'react';
import { useStore } from 'zustand';
import {
  comparePlans,
  type FieldChange,
  haveTaskInCommon,
  isSamePlan,
  type PlanDifference,
} from '../../../contract/compare-plans.ts';
import { fieldInWords } from '../../../contract/field-names.ts';
import type { Run } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Tone } from '../../ui/tone.ts';
import { planBefore } from './summaries.ts';
import { t } from '../../../words/words.ts';

/** A plan of more tasks is read when somebody wants to see what became of it. */
const mostReadAtOnce = 200;

/** What became of the plan before in the same conversation; nothing where this is the first, or one of something else. */
export function PlanChanges({ run }: { run: Run }) {
  const { runs } = useHeron();
  const summary = useStore(runs.state, ({ summaries }) => planBefore(summaries, run));
  const before = summary?.id;
  const isLarge = summary !== undefined && summary.tasks.total > mostReadAtOnce;
  useEffect(() => (before === undefined || isLarge ? undefined : runs.hold(before)), [runs, before, isLarge]);
  const entry = useStore(runs.state, ({ open }) => (before === undefined ? undefined : open[before]));
  const plan = entry?.run?.plan;
  const isKnown = plan !== undefined || entry?.failure !== undefined;
  if (before === undefined || !(isKnown || isLarge)) return null;
  if (plan && !haveTaskInCommon(plan, run.plan)) return null;
  return (
    <div className="border-t px-3 py-2">
      <Disclosure title={t('Compared with the plan before')}>
        <Changes run={run} before={before} />
      </Disclosure>
    </div>
  );
}

function Changes({ run, before }: { run: Run; before: string }) {
  const { runs } = useHeron();
  useEffect(() => runs.hold(before), [runs, before]);
  const entry = useStore(runs.state, ({ open }) => open[before]);
  if (entry?.failure) {
    return (
      <p className="text-xs text-danger">
        {t('The plan before could not be read: {{message}}', { message: entry.failure.message })}
      </p>
    );
  }
  if (!entry?.run) return <Skeleton lines={2} label={t('Loading the plan before')} />;
  const difference = comparePlans(entry.run.plan, run.plan);
  if (isSamePlan(difference)) return <p className="text-xs text-muted">{t('The plans are the same.')}</p>;
  return <ChangedTasks difference={difference} />;
}

export function ChangedTasks({ difference: { title, added, removed, changed, plan } }: { difference: PlanDifference }) {
  const named = title ? [{ field: 'title', ...title }] : [];
  return (
    <ul aria-label={t('Changes of the plan')} className="space-y-1.5 text-xs">
      {named.length + plan.length > 0 && (
        <Line word={t('Changed')} tone="accent" name={t('The plan itself')} fields={[...named, ...plan]} />
      )}
      {removed.map(({ path, title: name }) => (
        <Line key={`removed ${path}`} word={t('Removed')} tone="danger" name={name} />
      ))}
      {added.map(({ path, title: name }) => (
        <Line key={`added ${path}`} word={t('Added')} tone="success" name={name} />
      ))}
      {changed.map(({ path, title: name, fields }) => (
        <Line key={`changed ${path}`} word={t('Changed')} tone="accent" name={name} fields={fields} />
      ))}
    </ul>
  );
}

interface LineProps {
  word: string;
  tone: Tone;
  name: string;
  fields?: FieldChange[];
}

function Line({ word, tone, name, fields = [] }: LineProps) {
  return (
    <li>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <span className="min-w-0 break-words">
          <RevealedText text={name} />
        </span>
      </span>
      {fields.length > 0 && (
        <ul className="mt-1 space-y-0.5 pl-3 text-muted">
          {fields.map(({ field, before, after }) => (
            <li key={field} className="break-all">
              <RevealedText text={changeText(field, before, after)} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const longestShown = 200;

function changeText(path: string, before: unknown, after: unknown): string {
  const field = fieldTitles()[path] ?? fieldInWords(path);
  if (before === undefined)
    return t('{{field}}: {{value}}, which was not there before', { field, value: shown(after) });
  if (after === undefined) return t('{{field}}: not there any more, it was {{value}}', { field, value: shown(before) });
  return t('{{field}}: {{before}} → {{after}}', { field, before: shown(before), after: shown(after) });
}

/** What the builder calls them. */
const fieldTitles = (): Record<string, string> => ({
  after: t('Comes after'),
  when: t('Only if'),
  onError: t('When it fails'),
  'retry.attempts': t('Attempts'),
  title: t('Title'),
});

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
