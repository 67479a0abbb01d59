import type { EventType } from '../../../contract/events.ts';
import { durationText } from '../../ui/time-text.ts';
import { type Sentence, workerTitle } from './sentence.ts';
import { t } from '../../../words/words.ts';

type WorkerEvent = Extract<EventType, `worker.${string}` | `host.${string}` | `hook.${string}`>;

/** What is told of workers, of the hosts they reach, and of their hooks. */
export const workerSentences: { [Type in WorkerEvent]: Sentence<Type> } = {
  'worker.installed': ({ version, source, replaces }, scope, names) => {
    const values = { worker: workerTitle(scope, names), version, location: source.location };
    return replaces
      ? t('{{worker}} {{version}} installed from {{location}}, in the place of {{replaces}}', { ...values, replaces })
      : t('{{worker}} {{version}} installed from {{location}}', values);
  },
  'worker.trusted': ({ version, isWatched }, scope, names) => {
    const values = { worker: workerTitle(scope, names), version };
    return isWatched
      ? t('{{worker}} {{version}} approved, with its later changes', values)
      : t('{{worker}} {{version}} approved', values);
  },
  'worker.removed': (_, scope, names) => t('{{worker}} removed', { worker: workerTitle(scope, names) }),
  'worker.configured': ({ set, reset }, scope, names) =>
    t('{{worker}}: {{changes}}', {
      worker: workerTitle(scope, names),
      changes: [
        ...set.map((name) => t('{{name}} set', { name })),
        ...reset.map((name) => t('{{name}} reset', { name })),
      ].join(', '),
    }),
  'worker.loaded': ({ version }, scope, names) =>
    t('{{worker}} loaded, version {{version}}', { worker: workerTitle(scope, names), version }),
  'worker.unloaded': (_, scope, names) => t('{{worker}} unloaded', { worker: workerTitle(scope, names) }),
  'worker.failed': ({ error }, scope, names) =>
    t('{{worker}} failed: {{message}}', { worker: workerTitle(scope, names), message: error.message }),
  'worker.started': ({ pid, startMs }, scope, names) =>
    t('{{worker}} started in {{span}}, process {{pid}}', {
      ...{ worker: workerTitle(scope, names), span: durationText(startMs), pid: String(pid) },
    }),
  'worker.paused': (_, scope, names) =>
    t('{{worker}} paused: nobody needed it for a while', { worker: workerTitle(scope, names) }),
  'worker.resumed': (_, scope, names) => t('{{worker}} goes on', { worker: workerTitle(scope, names) }),
  'worker.stopped': ({ reason }, scope, names) =>
    t('{{worker}} stopped: {{reason}}', { worker: workerTitle(scope, names), reason }),
  'worker.circuitOpened': ({ calls, faults, error }, scope, names) =>
    t('{{worker}} is left alone for now: {{faults}} of its last {{calls}} calls failed, the last with: {{message}}', {
      worker: workerTitle(scope, names),
      faults,
      calls,
      message: error.message,
    }),
  'worker.circuitHalfOpened': ({ by }, scope, names) => triedAgain(workerTitle(scope, names), by),
  'worker.circuitClosed': (_, scope, names) =>
    t('{{worker}} is called as before', { worker: workerTitle(scope, names) }),
  'host.circuitOpened': ({ host, calls, faults, error }) =>
    t('{{host}} is left alone for now: {{faults}} of the last {{calls}} requests failed, the last with: {{message}}', {
      ...{ host, faults, calls, message: error.message },
    }),
  'host.circuitHalfOpened': ({ host, by }) => triedAgain(host, by),
  'host.circuitClosed': ({ host }) => t('{{host}} is asked as before', { host }),
  'hook.failed': ({ event, error }, scope, names) =>
    t('{{worker}}: its hook {{event}} failed and was passed over: {{message}}', {
      ...{ worker: workerTitle(scope, names), event, message: error.message },
    }),
};

function triedAgain(who: string, by: 'time' | 'person'): string {
  return by === 'person'
    ? t('{{who}} is tried again, because you said so', { who })
    : t('{{who}} is tried again', { who });
}
