import {
  CalendarClock,
  FilePen,
  Hand,
  Keyboard,
  type LucideIcon,
  MessageCircle,
  Power,
  Radar,
  Webhook,
  Zap,
} from 'lucide-react';
import type { ScheduleTime } from '../../../../contract/time/schedule-time.ts';
import { timeWords } from '../../../../contract/time/time-words.ts';
import { type TriggerStart, usualPerMinute, type WorkflowTrigger } from '../../../../contract/workflow-triggers.ts';
import type { PaletteStep } from '../steps.ts';
import { t } from '../../../../words/words.ts';

const timeIcons: Record<ScheduleTime['kind'], LucideIcon> = {
  ...{ cron: CalendarClock, interval: CalendarClock, once: CalendarClock, files: FilePen, event: Zap },
  ...{ start: Power, poll: Radar, said: MessageCircle, keys: Keyboard },
};

type TriggerStep = PaletteStep & { starts: { name: string; start: TriggerStart } };

const usual = { missed: 'once', overlap: 'merge', results: 'own' } as const;

function onTime(time: ScheduleTime): TriggerStart {
  return { kind: 'schedule', time, ...usual };
}

const lookAtFolder: ScheduleTime = {
  ...{ kind: 'poll', action: 'files.list', input: { path: '~/Downloads', limit: 10_000 }, everyMs: 300_000 },
  ...{ items: 'output.entries', key: 'item.name', means: 'something new is in a folder' },
};

/** What can start a workflow, as it stands in the palette. */
export const triggerSteps = (): readonly TriggerStep[] => [
  trigger('by_hand', t('By hand'), t('You press Run'), 'manual button start', { kind: 'manual' }),
  trigger(
    'at_times',
    t('At a time'),
    t('Once, or again and again'),
    'schedule cron interval every day clock timer',
    onTime({ kind: 'cron', cron: '0 9 * * 1-5' }),
  ),
  trigger('call', t('Webhook'), t('Somebody calls an address'), 'http call url post hook', {
    kind: 'webhook',
    perMinute: usualPerMinute,
  }),
  trigger(
    'files_change',
    t('Files change'),
    t('In a folder, while Heron runs'),
    'watch file folder',
    onTime({ kind: 'files', folder: '~/Documents', globs: [], quietMs: 2000 }),
  ),
  trigger(
    'happening',
    t('Something happens'),
    t('In Heron, like a run that fails'),
    'event bus',
    onTime({ kind: 'event', event: 'run.failed' }),
  ),
  trigger(
    'something_new',
    t('Something new'),
    t('Heron looks now and then'),
    'poll page folder new changed',
    onTime(lookAtFolder),
  ),
  trigger('heron_starts', t('Heron starts'), t('Each time'), 'app start launch boot', onTime({ kind: 'start' })),
  trigger(
    'said',
    t('You say something'),
    t('Typed, or spoken'),
    'voice phrase message chat say',
    onTime({ kind: 'said', phrase: 'good morning' }),
  ),
  trigger(
    'keys',
    t('You press keys'),
    t('In Heron, or anywhere'),
    'hotkey shortcut keyboard',
    onTime({ kind: 'keys', keys: 'Control+Alt+R' }),
  ),
];

function trigger(name: string, title: string, text: string, keywords: string, start: TriggerStart): TriggerStep {
  return {
    id: `trigger:${name}`,
    title,
    text,
    keywords: `trigger ${keywords}`,
    icon: iconOf(start),
    starts: { name, start },
  };
}

function iconOf(start: TriggerStart): LucideIcon {
  if (start.kind === 'manual') return Hand;
  return start.kind === 'webhook' ? Webhook : timeIcons[start.time.kind];
}

export function iconOfTrigger({ start }: Pick<WorkflowTrigger, 'start'>): LucideIcon {
  return iconOf(start);
}

export function titleOfTrigger({ title, start }: Pick<WorkflowTrigger, 'title' | 'start'>): string {
  if (title !== undefined) return title;
  if (start.kind === 'manual') return t('By hand');
  if (start.kind === 'webhook') return t('When it is called');
  const words = timeWords(start.time, Intl.DateTimeFormat().resolvedOptions().timeZone);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
