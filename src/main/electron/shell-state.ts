import type { RunSummary } from '../../contract/runs.ts';
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
    ...(isPaused ? ['paused'] : []),
    ...(isListening ? ['listening'] : []),
    ...(running.length > 0 ? [`${running.length} running`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for you`] : []),
  ];
  return parts.length === 0 ? 'Heron' : `Heron: ${parts.join(', ')}`;
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
    { label: 'Open Heron', choice: { do: 'show' } },
    { label: 'Ask something', choice: { do: 'ask' } },
    'line',
    ...running.slice(0, mostShown).map(runItem),
    ...(running.length > mostShown
      ? [{ label: `${running.length - mostShown} more`, choice: { do: 'show', place: '#/timeline' } } as const]
      : []),
    ...(running.length === 0 ? [{ label: 'Nothing is running' }] : []),
    ...(waiting > 0
      ? [{ label: `${waiting} waiting for you`, choice: { do: 'show', place: '#/inbox' } } as const]
      : []),
    'line',
    ...(isListening === undefined
      ? []
      : [{ label: 'Listening', isChecked: isListening, choice: { do: 'listen', isListening: !isListening } } as const]),
    { label: 'Pause everything', isChecked: isPaused, choice: { do: 'pause', paused: !isPaused } },
    'line',
    ...(update ? [updateItem(update)] : []),
    { label: 'Quit Heron', choice: { do: 'quit' } },
  ];
}

function updateItem(update: UpdateState): TrayItem {
  const label = updateText(update);
  return canLook(update) ? { label, choice: { do: 'look' } } : { label };
}

function runItem({ id, title, tasks }: ShellState['running'][number]): TrayItem {
  const short = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
  const far = tasks.total > 1 ? ` (${tasks.completed + tasks.failed} of ${tasks.total})` : '';
  return { label: `${short}${far}`, choice: { do: 'show', place: `#/timeline/${id}` } };
}
