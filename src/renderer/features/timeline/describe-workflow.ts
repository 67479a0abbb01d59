import type { EventType, Payload } from '../../../contract/events.ts';

type WorkflowEvent = Extract<EventType, `workflow.${string}`>;

export const workflowSentences: { [Type in WorkflowEvent]: (payload: Payload<Type>) => string } = {
  'workflow.created': ({ title }) => `The workflow “${title}” was made`,
  'workflow.saved': ({ title }) => `The workflow “${title}” was changed`,
  'workflow.published': ({ title, version }) => `The workflow “${title}” was published as version ${version}`,
  'workflow.restored': ({ title, version }) => `The workflow “${title}” is version ${version} again`,
  'workflow.removed': ({ title }) => `The workflow “${title}” was removed`,
  'workflow.recovered': ({ title }) => `The workflow “${title}” is there again`,
};
