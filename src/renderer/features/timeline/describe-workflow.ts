import type { EventType, Payload } from '../../../contract/events.ts';

type WorkflowEvent = Extract<EventType, `workflow.${string}` | 'run.handedOver'>;

export const workflowSentences: { [Type in WorkflowEvent]: (payload: Payload<Type>) => string } = {
  'workflow.created': ({ title }) => `The workflow “${title}” was made`,
  'workflow.saved': ({ title }) => `The workflow “${title}” was changed`,
  'workflow.published': ({ title, version }) => `The workflow “${title}” was published as version ${version}`,
  'workflow.restored': ({ title, version }) => `The workflow “${title}” is version ${version} again`,
  'workflow.removed': ({ title }) => `The workflow “${title}” was removed`,
  'workflow.switched': ({ title, isOff }) =>
    isOff
      ? `The workflow “${title}” was switched off: nothing starts it by itself`
      : `The workflow “${title}” is on again`,
  'run.handedOver': ({ title, runId, problem }) =>
    runId === undefined
      ? `The error workflow “${title}” could not be started: ${problem ?? ''}`
      : `The error workflow “${title}” was started because of this failure`,
  'workflow.recovered': ({ title }) => `The workflow “${title}” is there again`,
};
