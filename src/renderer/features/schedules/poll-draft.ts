import type { JsonObject } from '../../../contract/json.ts';
import type { ActionManifest } from '../../../contract/manifest.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import type { Worker } from '../../../contract/workers.ts';
import { t } from '../../../words/words.ts';

export type PollTime = Extract<ScheduleTime, { kind: 'poll' }>;

/** What is looked for, as it is written in the form. */
export type PollDraft = {
  /** Empty: none is chosen yet. */
  action: string;
  input: JsonObject;
  /** Expressions; empty ones are left out. */
  items: string;
  key: string;
  everyMs: number;
  means: string;
};

const emptyPoll: PollDraft = { action: '', input: {}, items: '', key: '', everyMs: 300_000, means: '' };

export function pollDraftOf({ action, input, items = '', key = '', everyMs, means = '' }: PollTime): PollDraft {
  return { action, input, items, key, everyMs, means };
}

/** Undefined as long as no action is chosen. */
export function pollTimeOf({ action, input, items, key, everyMs, means }: PollDraft): PollTime | undefined {
  if (action === '') return undefined;
  return {
    ...{ kind: 'poll', action, input, everyMs },
    ...(items.trim() === '' ? {} : { items: items.trim() }),
    ...(key.trim() === '' ? {} : { key: key.trim() }),
    ...(means.trim() === '' ? {} : { means: means.trim() }),
  };
}

export type PollPick = { value: string; label: string; hint: string; poll: PollDraft };

/** What the workers that are there offer to be waited for. */
export function pollPicks(workers: readonly Worker[]): PollPick[] {
  return workers.flatMap(({ id, manifest, state }) =>
    manifest === undefined || state === 'failed'
      ? []
      : Object.entries(manifest.triggers).map(([name, trigger]) => ({
          ...{ value: `${id}.${name}`, label: trigger.title, hint: trigger.description },
          poll: {
            ...{ action: `${id}.${trigger.action}`, input: trigger.input, means: trigger.means },
            ...{ items: trigger.items ?? '', key: trigger.key ?? '', everyMs: trigger.everySeconds * 1000 },
          },
        })),
  );
}

/** Any action that reads, with what counts as new left to the person. */
export const ownPoll = (): PollPick => ({
  hint: t('Any action that changes nothing.'),
  value: 'poll',
  label: t('What an action gives'),
  poll: emptyPoll,
});

export type PollAction = { ref: string; title: string; workerName: string; action: ActionManifest };

/** Actions that can be polled: those that change nothing. */
export function pollActions(workers: readonly Worker[]): PollAction[] {
  return workers.flatMap(({ id, manifest }) =>
    Object.entries(manifest?.actions ?? {})
      .filter(([, { risk }]) => risk === 'read')
      .map(([name, action]) => ({
        ...{ ref: `${id}.${name}`, title: action.title, workerName: manifest?.name ?? id, action },
      })),
  );
}
