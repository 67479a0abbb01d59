import type { AnyEvent, EventType, Payload } from '../../../contract/events.ts';
import type { EventScope } from '../../../contract/event.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Tone } from '../../ui/tone.ts';

type Sentence<Type extends EventType> = (payload: Payload<Type>, scope: EventScope) => string;

const capabilities: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
};

const step = ({ taskId }: EventScope): string => `Step ${taskId ?? '?'}`;
const worker = ({ workerId }: EventScope): string => `Worker ${workerId ?? '?'}`;
const steps = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);
const authors = { rules: 'by rules', model: 'by the model', person: 'by you' };

/** What each event says, on one line. */
const sentences: { [Type in EventType]: Sentence<Type> } = {
  'conversation.created': ({ conversation }) => `Conversation “${conversation.title}” began`,
  'conversation.renamed': ({ title }) => `Conversation renamed to “${title}”`,
  'conversation.deleted': () => 'Conversation deleted',
  'message.added': ({ message }) => `${message.role === 'person' ? 'You' : 'Heron'}: ${message.text}`,
  'message.delta': ({ text }) => `Heron writes: ${text}`,
  'plan.proposed': ({ plan, by }) => `Plan “${plan.title}” made ${authors[by]}: ${steps(plan.tasks.length)}`,
  'planner.fellBack': ({ error }) => `The model gave no usable plan, the rules were asked: ${error.message}`,
  'run.created': ({ plan }) => `Run “${plan.title}” created: ${steps(plan.tasks.length)}`,
  'run.started': () => 'Run started',
  'run.resumed': ({ repeated }) => `Run taken up again; ${steps(repeated.length)} repeated`,
  'run.completed': () => 'Run completed',
  'run.failed': ({ error }) => `Run failed: ${error.message}`,
  'run.cancelled': ({ reason }) => `Run cancelled: ${reason}`,
  'run.undone': ({ report }) => {
    const left = report.conflicts.length > 0 ? `, ${report.conflicts.length} left as they are` : '';
    return `Run undone: ${report.restored.length} restored${left}`;
  },
  'task.started': ({ attempt }, scope) => `${step(scope)} started${attempt > 1 ? `, attempt ${attempt}` : ''}`,
  'task.progressed': ({ percent, text }, scope) =>
    [`${step(scope)} goes on`, percent === undefined ? '' : `${Math.round(percent)} %`, text]
      .filter(Boolean)
      .join(' · '),
  'task.completed': ({ says }, scope) => `${step(scope)} completed: ${says}`,
  'task.failed': ({ error }, scope) => `${step(scope)} failed: ${error.message}`,
  'task.skipped': ({ reason }, scope) => `${step(scope)} skipped: ${reason}`,
  'task.cancelled': ({ reason }, scope) => `${step(scope)} cancelled: ${reason}`,
  'task.uncertain': (_, scope) => `${step(scope)} was interrupted; nobody knows whether it took effect`,
  'task.resolved': ({ decision }, scope) => `${step(scope)}: you chose to ${decision}`,
  'permission.requested': ({ request: { workerName, need } }) =>
    `${workerName} asks to ${capabilities[need.capability]} ${need.target}`,
  'permission.granted': ({ grant }) =>
    `${grant.workerId} may ${capabilities[grant.capability]} ${grant.target} (${scopeWord(grant.scope)})`,
  'permission.denied': ({ need, rule }, { workerId }) =>
    `${workerId ?? 'A worker'} may not ${capabilities[need.capability]} ${need.target} (${rule})`,
  'permission.withdrawn': () => 'Question withdrawn: its run ended',
  'permission.revoked': ({ grant }) =>
    `${grant.workerId} may no longer ${capabilities[grant.capability]} ${grant.target}`,
  'worker.loaded': ({ version }, scope) => `${worker(scope)} loaded, version ${version}`,
  'worker.unloaded': (_, scope) => `${worker(scope)} unloaded`,
  'worker.failed': ({ error }, scope) => `${worker(scope)} failed: ${error.message}`,
  'worker.started': ({ pid, startMs }, scope) =>
    `${worker(scope)} started in ${Math.round(startMs)} ms, process ${pid}`,
  'worker.stopped': ({ reason }, scope) => `${worker(scope)} stopped: ${reason}`,
  'settings.changed': () => 'Settings changed',
  'models.changed': ({ configuration }) =>
    configuration ? `Model set to ${configuration.model}` : 'Model removed; the rules plan',
};

export function describeEvent(event: AnyEvent): string {
  // The table holds for each type the sentence of that type; the compiler cannot pair the two through a union.
  const sentence = sentences[event.type] as (payload: AnyEvent['payload'], scope: EventScope) => string;
  return sentence(event.payload, event.scope);
}

const tones: Partial<Record<EventType, Tone>> = {
  'run.completed': 'success',
  'run.failed': 'danger',
  'run.started': 'accent',
  'run.resumed': 'accent',
  'run.undone': 'warning',
  'task.started': 'accent',
  'task.completed': 'success',
  'task.failed': 'danger',
  'task.uncertain': 'warning',
  'permission.requested': 'warning',
  'permission.granted': 'success',
  'permission.denied': 'danger',
  'planner.fellBack': 'warning',
  'worker.failed': 'danger',
};

export function toneOf({ type }: AnyEvent): Tone {
  return tones[type] ?? 'neutral';
}

function scopeWord(scope: 'once' | 'run' | 'always'): string {
  return scope === 'run' ? 'this run' : scope;
}
