import { calledBy, workflowText } from './called.ts';
import { signInOf } from './http-task.ts';
import { formatRules } from './judge-formats.ts';
import type { N8nNode } from './n8n-file.ts';
import { cannot, option, partly, type Rule, runs, type Verdict } from './verdict.ts';
import { isWebhook, webhookDifference } from './webhook-start.ts';
import { wordOf } from '../word-of.ts';

/** Nodes that run, with the versions whose behaviour was compared. */
const rules: Record<string, Rule> = {
  ...formatRules,
  executeWorkflow: { versions: [1, 1.4], look: judgeCall },
  noOp: { versions: [1, 1] },
  set: { versions: [3, 3.5] },
  if: { versions: [2, 2.3] },
  filter: { versions: [2, 2.3] },
  switch: { versions: [3, 3.4] },
  merge: {
    versions: [3, 3.2],
    look: ({ parameters }) => (parameters['mode'] === 'combineBySql' ? cannot('it merges with SQL') : runs),
  },
  splitOut: { versions: [1, 1] },
  aggregate: {
    versions: [1, 1],
    look: (node) => (option(node, 'includeBinaries') === true ? partly('files that items carry are left out') : runs),
  },
  limit: { versions: [1, 1] },
  sort: { versions: [1, 1] },
  removeDuplicates: {
    versions: [1, 2],
    look: ({ parameters }) =>
      (parameters['operation'] ?? 'removeDuplicateInputItems') === 'removeDuplicateInputItems'
        ? runs
        : cannot('it remembers items over executions'),
  },
  summarize: { versions: [1, 1.1] },
  dateTime: { versions: [2, 2] },
  stopAndError: { versions: [1, 1] },
  splitInBatches: {
    versions: [1, 3],
    look: (node) => (option(node, 'reset') ? cannot('it resets while it loops') : runs),
  },
  code: {
    versions: [1, 2],
    look: ({ parameters }) => {
      const language = parameters['language'] ?? 'javaScript';
      if (language !== 'javaScript') return cannot('its code is in Python');
      return /\brequire\s*\(|\$helpers\b|this\.helpers\b|\$getWorkflowStaticData\b/.test(wordOf(parameters['jsCode']))
        ? cannot('its code calls functions of n8n, or modules, that are not there')
        : runs;
    },
  },
  wait: {
    versions: [1, 1.1],
    look: ({ parameters }) => {
      if (parameters['resume'] === 'form') return cannot('it waits for a form');
      return parameters['resume'] === 'webhook'
        ? partly('it waits for one call of an address that the run shows', 'wait')
        : { ...runs, part: 'wait' };
    },
  },
  httpRequest: { versions: [4, 4.5], look: judgeHttp },
  respondToWebhook: { versions: [1, 1.5], look: judgeAnswer },
};

function judgeCall(node: N8nNode): Verdict {
  const source = wordOf(node.parameters['source'], 'database');
  if (source !== 'database' && source !== 'parameter') return cannot('it runs a workflow of a file or an address');
  const { id } = calledBy(node);
  if (id.startsWith('=') || workflowText(node)?.startsWith('='))
    return cannot('which workflow it runs is only known when it does');
  if (source === 'database' && id === '') return cannot('it does not say which workflow it runs');
  return option(node, 'waitForSubWorkflow') === false
    ? partly('it waits for the workflow that it runs', 'sub')
    : { ...runs, part: 'sub' };
}

function judgeHttp(node: N8nNode): Verdict {
  const { parameters } = node;
  const method = wordOf(parameters['method'], 'GET');
  if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return cannot(`it asks with ${method}`);
  if (option(node, 'pagination') !== undefined) return cannot('it follows pages');
  if (
    parameters['sendBody'] === true &&
    ['multipart-form-data', 'binaryData'].includes(wordOf(parameters['contentType']))
  )
    return cannot('it sends a file');
  const response = option(node, 'response') as { response?: { responseFormat?: unknown } } | undefined;
  if (response?.response?.responseFormat === 'file') return cannot('it makes a file of the answer');
  const signIn = signInOf(node);
  if ('why' in signIn) return cannot(signIn.why);
  if (signIn.kind === 'header') return partly('the header it signs in with is taken to be Authorization', 'http');
  return { ...runs, part: 'http' };
}

function judgeAnswer(node: N8nNode): Verdict {
  const kind = wordOf(node.parameters['respondWith'], 'firstIncomingItem');
  if (!['firstIncomingItem', 'allIncomingItems', 'json', 'text', 'noData'].includes(kind))
    return partly('the caller gets an empty answer: of files, tokens and other addresses Heron makes none');
  return option(node, 'responseHeaders') === undefined ? runs : partly('headers of its own are left out of the answer');
}

const triggers = new Set([
  'manualTrigger',
  'scheduleTrigger',
  'webhook',
  'formTrigger',
  'executeWorkflowTrigger',
  'errorTrigger',
  'start',
  'cron',
  'interval',
]);

export function isTrigger(type: string): boolean {
  const name = type.split('.').at(-1) ?? type;
  return triggers.has(name) || name.endsWith('Trigger');
}

/** Sticky notes are drawn and do nothing. */
export const noteType = 'n8n-nodes-base.stickyNote';

export function judge(node: N8nNode): Verdict {
  if (node.disabled === true) return { state: 'runs', why: 'it is switched off, and lets its items through' };
  if (isTrigger(node.type)) return isWebhook(node) ? partly(webhookDifference(node), 'trigger') : judgeTrigger(node);
  const [scope, name = ''] = node.type.split('.');
  const rule = scope === 'n8n-nodes-base' ? rules[name] : undefined;
  if (!rule) return cannot(`Heron has nothing for ${node.type}`);
  const [from, to] = rule.versions;
  if (node.typeVersion < from)
    return cannot(`it is version ${node.typeVersion} of its kind; Heron knows ${from} and later`);
  const verdict = rule.look?.(node) ?? runs;
  if (verdict.state !== 'runs' || node.typeVersion <= to) return verdict;
  return {
    ...verdict,
    state: 'partly',
    why: `it is version ${node.typeVersion} of its kind; it is carried out like ${to}`,
  };
}

function judgeTrigger({ type }: N8nNode): Verdict {
  const name = type.split('.').at(-1) ?? type;
  if (name === 'manualTrigger' || name === 'start' || name === 'executeWorkflowTrigger')
    return { state: 'runs', part: 'trigger' };
  const why =
    name === 'scheduleTrigger' || name === 'cron' || name === 'interval'
      ? 'runs begin here; a schedule of Heron starts them'
      : 'runs begin here with the items they are given; Heron does not listen for what started them';
  return partly(why, 'trigger');
}

/** For the tests: kinds that the worker must know. */
export const knownKinds = Object.keys(rules);
