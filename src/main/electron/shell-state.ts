import type { RunSummary } from '../../contract/runs.ts';
import { t } from '../../words/words.ts';
import { canLook, type UpdateState, updateText } from './updates/update-state.ts';

/** What the icon beside the clock and the one in the dock tell. */
export type ShellState = {
  isPaused: boolean;
  running: Pick<RunSummary, 'id' | 'title' | 'tasks'>[];
  /** Questions nobody has answered. */
  waiting: number;
  /** Whether Heron hears what is said; undefined where it cannot. */
  isListening?: boolean | undefined;
  /** How far looking for a newer Heron is; undefined where nothing is looked for. */
  update?: UpdateState | undefined;
};

/** A fraction for the bar on the icon; -1: no bar, 2: at work with no end known. As Electron has them. */
export function progressOf({ running, isPaused, update }: ShellState): number {
  if (running.length === 0 && update?.is === 'fetching') return update.fraction;
  if (running.length === 0 || isPaused) return -1;
  const total = running.reduce((sum, { tasks }) => sum + tasks.total, 0);
  const done = running.reduce((sum, { tasks }) => sum + tasks.completed + tasks.failed, 0);
  // A run may find more to do as it goes; a bar that stands at its end would be a lie.
  return total <= 1 || done >= total ? 2 : done / total;
}

/** In words, for whoever points at the icon. */
export function stateText({ isPaused, running, waiting, isListening }: ShellState): string {
  const parts = [
    ...(isPaused ? [t('paused')] : []),
    ...(isListening ? [t('listening')] : []),
    ...(running.length > 0 ? [t('{{count}} running', { count: running.length })] : []),
    ...(waiting > 0 ? [t('{{count}} waiting for you', { count: waiting })] : []),
  ];
  return parts.length === 0 ? 'Heron' : t('Heron: {{state}}', { state: parts.join(', ') });
}

/** What a click in the menu beside the clock means. */
export type TrayChoice =
  | { do: 'show'; place?: string }
  | { do: 'ask' }
  | { do: 'pause'; paused: boolean }
  | { do: 'listen'; isListening: boolean }
  | { do: 'look' }
  | { do: 'quit' };

export type TrayItem = { label: string; choice?: TrayChoice; isChecked?: boolean } | 'line';

const mostShown = 5;
const longestTitle = 40;

export function trayItems(state: ShellState): TrayItem[] {
  const { running, waiting, isPaused, isListening, update } = state;
  return [
    { label: t('Open Heron'), choice: { do: 'show' } },
    { label: t('Ask something'), choice: { do: 'ask' } },
    'line',
    ...running.slice(0, mostShown).map(runItem),
    ...(running.length > mostShown ? [moreItem(running.length - mostShown)] : []),
    ...(running.length === 0 ? [{ label: t('Nothing is running') }] : []),
    ...(waiting > 0
      ? [
          {
            label: t('{{count}} waiting for you', { count: waiting }),
            choice: { do: 'show', place: '#/inbox' },
          } as const,
        ]
      : []),
    'line',
    ...(isListening === undefined
      ? []
      : [
          {
            label: t('Listening'),
            isChecked: isListening,
            choice: { do: 'listen', isListening: !isListening },
          } as const,
        ]),
    { label: t('Pause everything'), isChecked: isPaused, choice: { do: 'pause', paused: !isPaused } },
    'line',
    ...(update ? [updateItem(update)] : []),
    { label: t('Quit Heron'), choice: { do: 'quit' } },
  ];
}

function moreItem(count: number): TrayItem {
  return { label: t('{{count}} more', { count }), choice: { do: 'show', place: '#/timeline' } };
}

function updateItem(update: UpdateState): TrayItem {
  const label = updateText(update);
  return canLook(update) ? { label, choice: { do: 'look' } } : { label };
}

function runItem({ id, title, tasks }: ShellState['running'][number]): TrayItem {
  const short = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
  const done = tasks.completed + tasks.failed;
  const label =
    tasks.total > 1 ? t('{{title}} ({{done}} of {{total}})', { title: short, done, total: tasks.total }) : short;
  return { label, choice: { do: 'show', place: `#/timeline/${id}` } };
}
