import type { EventType, Payload } from '../../../contract/events.ts';
import { t } from '../../../words/words.ts';

type WorkflowEvent = Extract<EventType, `workflow.${string}` | 'run.handedOver'>;

export const workflowSentences: { [Type in WorkflowEvent]: (payload: Payload<Type>) => string } = {
  'workflow.created': ({ title }) => t('The workflow “{{title}}” was made', { title }),
  'workflow.saved': ({ title }) => t('The workflow “{{title}}” was changed', { title }),
  'workflow.published': ({ title, version }) =>
    t('The workflow “{{title}}” was published as version {{version}}', { title, version: String(version) }),
  'workflow.restored': ({ title, version }) =>
    t('The workflow “{{title}}” is version {{version}} again', { title, version: String(version) }),
  'workflow.removed': ({ title }) => t('The workflow “{{title}}” was removed', { title }),
  'workflow.switched': ({ title, isOff }) =>
    isOff
      ? t('The workflow “{{title}}” was switched off: nothing starts it by itself', { title })
      : t('The workflow “{{title}}” is on again', { title }),
  'run.handedOver': ({ title, runId, problem }) =>
    runId === undefined
      ? t('The error workflow “{{title}}” could not be started: {{problem}}', { title, problem: problem ?? '' })
      : t('The error workflow “{{title}}” was started because of this failure', { title }),
  'workflow.recovered': ({ title }) => t('The workflow “{{title}}” is there again', { title }),
};
