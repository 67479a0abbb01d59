import type { AnyEvent, EventType } from '../../../contract/events.ts';
import type { Tone } from '../../ui/tone.ts';

const tones: Partial<Record<EventType, Tone>> = {
  'run.completed': 'success',
  'run.failed': 'danger',
  'run.started': 'accent',
  'run.resumed': 'accent',
  'run.stalled': 'warning',
  'run.undone': 'warning',
  'task.started': 'accent',
  'task.completed': 'success',
  'task.failed': 'danger',
  'task.retried': 'warning',
  'task.blocked': 'warning',
  'task.uncertain': 'warning',
  'run.tainted': 'warning',
  'elevation.changed': 'warning',
  'task.caught': 'warning',
  'task.overBudget': 'warning',
  'run.overBudget': 'warning',
  'process.started': 'accent',
  'task.compensating': 'accent',
  'task.compensated': 'success',
  'task.uncompensated': 'danger',
  'run.undoing': 'warning',
  'mcp.failed': 'danger',
  'permission.requested': 'warning',
  'permission.granted': 'success',
  'permission.denied': 'danger',
  'planner.fellBack': 'warning',
  'model.fellBack': 'warning',
  'model.limitNeared': 'warning',
  'model.limitReached': 'danger',
  'worker.failed': 'danger',
  'worker.circuitOpened': 'warning',
  'worker.circuitClosed': 'success',
  'host.circuitOpened': 'warning',
  'host.circuitClosed': 'success',
  'hook.failed': 'warning',
};

export function toneOf({ type }: AnyEvent): Tone {
  return tones[type] ?? 'neutral';
}
