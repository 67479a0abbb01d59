import { aggregate } from './kinds/aggregate.ts';
import { asked } from './kinds/asked.ts';
import { branch, filter, switchOver } from './kinds/branching.ts';
import { code } from './kinds/code.ts';
import { dateTime } from './kinds/date-time.ts';
import { batches, begin, loopDone, passOn, stop, until } from './kinds/flow.ts';
import { htmlTemplate } from './kinds/html-template.ts';
import { httpRequests, httpResponses } from './kinds/http.ts';
import { limit, removeDuplicates, sort, splitOut } from './kinds/lists.ts';
import { merge } from './kinds/merge.ts';
import { respond } from './kinds/respond.ts';
import { set } from './kinds/set.ts';
import { subBegin, subDone, subItems } from './kinds/sub-workflow.ts';
import { summarize } from './kinds/summarize.ts';
import type { Kind } from './node.ts';

/** What is carried out, by the last part of n8n's type. Those with a dot are halves of a node whose other half is the engine's. */
export const kinds: Record<string, Kind> = {
  manualTrigger: begin,
  scheduleTrigger: begin,
  webhook: begin,
  formTrigger: begin,
  executeWorkflowTrigger: subBegin,
  errorTrigger: begin,
  start: begin,
  trigger: begin,
  noOp: passOn,
  respondToWebhook: respond,
  set,
  if: branch,
  filter,
  switch: switchOver,
  merge,
  splitOut,
  aggregate,
  limit,
  sort,
  removeDuplicates,
  summarize,
  dateTime,
  code,
  stopAndError: stop,
  splitInBatches: batches,
  'splitInBatches.done': loopDone,
  'wait.until': until,
  'httpRequest.requests': httpRequests,
  'httpRequest.responses': httpResponses,
  'html.template': htmlTemplate,
  'executeWorkflow.items': subItems,
  'executeWorkflow.done': subDone,
  'formats.asked': asked,
};
