import type { Moment } from '../../../contract/timeline.ts';
import type { Tone } from '../../ui/tone.ts';
import { t } from '../../../words/words.ts';

const ofRun = (): Record<string, string> => ({
  'run.created': t('Run created'),
  'run.started': t('Run started'),
  'run.resumed': t('Run taken up again'),
  'run.parked': t('Everything in the run waits'),
  'run.completed': t('Run completed'),
  'run.failed': t('Run failed'),
  'run.cancelled': t('Run cancelled'),
  'run.undone': t('Run undone'),
  'run.overBudget': t('Run went over its budget'),
  'run.tainted': t('Run has read what a stranger may have written'),
  'permission.requested': t('Asked for permission'),
  'permission.granted': t('Permission given'),
  'permission.denied': t('Permission denied'),
  'permission.used': t('Permission used'),
});

const ofTask: Record<string, string> = {
  'task.started': 'started',
  'task.opened': 'began',
  'task.listed': 'read its list',
  'task.completed': 'completed',
  'task.failed': 'failed',
  'task.retried': 'failed and is tried again',
  'task.caught': 'failed; other steps make it good',
  'task.skipped': 'skipped',
  'task.cancelled': 'cancelled',
  'task.blocked': 'asks you',
  'task.answered': 'was answered',
  'task.uncertain': 'was interrupted; nobody knows whether it took effect',
  'task.resolved': 'was decided',
  'task.parked': 'waits',
  'task.woken': 'goes on',
  'task.overBudget': 'went over its budget',
};

/** "Copy failed: the disk is full". */
export function momentText({ type, path, text }: Moment, titleAt: (path: string) => string): string {
  const word = ofTask[type];
  const what = path !== undefined && word !== undefined ? `${titleAt(path)} ${word}` : (ofRun()[type] ?? type);
  return text ? `${what}: ${text}` : what;
}

const tones: Record<string, Tone> = {
  'run.failed': 'danger',
  'task.failed': 'danger',
  'permission.denied': 'danger',
  'task.retried': 'warning',
  'task.caught': 'warning',
  'task.blocked': 'warning',
  'task.uncertain': 'warning',
  'task.overBudget': 'warning',
  'run.overBudget': 'warning',
  'permission.requested': 'warning',
  'run.completed': 'success',
};

export function momentTone({ type }: Pick<Moment, 'type'>): Tone {
  return tones[type] ?? 'neutral';
}
