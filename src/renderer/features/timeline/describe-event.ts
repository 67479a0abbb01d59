import type { Message } from '../../../contract/conversations.ts';
import type { AnyEvent, EventType, Payload } from '../../../contract/events.ts';
import type { EventScope } from '../../../contract/event.ts';
import { reachWords, usesWords } from '../../../contract/grant-words.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Protection } from '../../../contract/secrets.ts';
import { sourceList } from '../../../contract/policy.ts';
import type { GrantScope } from '../../../contract/permissions.ts';
import { countText } from '../../ui/count-text.ts';
import { bytesText } from '../runs/file-changes.ts';
import { endingText } from '../../../contract/process-text.ts';
import { amountText, usageTexts } from '../../../contract/usage.ts';
import { plainText } from '../../ui/plain-text.ts';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { downloadSentences } from './describe-downloads.ts';
import { spendingSentences } from './describe-spending.ts';
import { conversationSentences } from './describe-conversation.ts';
import { mcpSentences } from './describe-mcp.ts';
import { laneSentences } from './describe-lanes.ts';
import { scheduleSentences } from './describe-schedule.ts';
import { callSentences } from './describe-calls.ts';
import { eyesSentences } from './describe-eyes.ts';
import { voiceSentences } from './describe-voice.ts';
import { workflowSentences } from './describe-workflow.ts';
import { t } from '../../words/words.ts';

/** What the page knows of the things an event names by their ids. */
export type EventNames = {
  taskTitle: (scope: EventScope) => string | undefined;
  workerName: (workerId: string) => string;
};

type Sentence<Type extends EventType> = (payload: Payload<Type>, scope: EventScope, names: EventNames) => string;

const capabilities: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
  secrets: 'use the secret',
  code: 'run',
  mcp: 'use the tool',
  screen: 'see the screen, as a',
  camera: 'look through the camera, for a',
};

const wantedText = ({ capability, target }: PermissionNeed): string =>
  `${capabilities[capability]} ${capability === 'code' ? `code in ${target}` : target}`;

const step = (scope: EventScope, { taskTitle }: EventNames): string =>
  taskTitle(scope) ?? `Step ${scope.taskId ?? '?'}`;
const worker = ({ workerId }: EventScope, { workerName }: EventNames): string =>
  `Worker ${workerId === undefined ? '?' : workerName(workerId)}`;
const steps = (count: number): string => countText(count, 'step');
const keeperNames: Record<Protection, string> = {
  keychain: 'the system’s keychain',
  'secret-service': 'the Secret Service',
  passphrase: 'a passphrase',
  'key-file': 'a file',
};
const authors = { rules: 'by rules', model: 'by the model', person: 'by you', agent: 'by an agent' };

const wakings = {
  time: 'the time has come',
  event: 'what it waited for happened',
  webhook: 'it was called',
  timeout: 'it waited long enough',
};
const limitWords: Record<Payload<'task.limitReached'>['limit'], string> = {
  start: 'it could not start in time',
  join: 'what it waits for did not end in time',
  time: 'its time is over',
  wallMs: 'the time of its budget is over',
  calls: 'the calls of its budget are used up',
  tokens: 'the tokens of its budget are used up',
  money: 'the money of its budget is used up',
  cpuMs: 'the processor time of its budget is used up',
  memoryMb: 'a call takes more memory than its budget allows',
};

const wish = (by: 'time' | 'person'): string => (by === 'person' ? ', because you said so' : '');

function caseText(chosen: Payload<'task.opened'>['case']): string {
  if (chosen === undefined) return '';
  return typeof chosen === 'number' ? `case ${chosen + 1}` : chosen;
}

const welcomeSteps: Record<Payload<'welcome.moved'>['step'], string> = {
  heron: 'what Heron is',
  model: 'a model or none',
  folders: 'which folders it may see',
  try: 'something to try',
};

/** What each event says, on one line. */
const sentences: { [Type in EventType]: Sentence<Type> } = {
  ...{ ...conversationSentences, ...laneSentences },
  'message.added': ({ message }) => `${message.role === 'person' ? t('You') : 'Heron'}: ${spokenText(message)}`,
  'message.reworded': ({ text }) => t('Your waiting message was changed: {{text}}', { text: plainText(text) }),
  'message.withdrawn': () => t('A waiting message was taken back'),
  'message.delta': ({ text }) => t('Heron writes: {{text}}', { text: plainText(text) }),
  'plan.proposed': ({ plan, by }) =>
    t('Plan “{{title}}” made {{value}}: {{length}}', {
      title: plan.title,
      value: authors[by],
      length: steps(plan.tasks.length),
    }),
  'planner.fellBack': ({ error }) =>
    t('The model gave no usable plan, the rules were asked: {{message}}', { message: error.message }),
  'run.created': ({ plan, origin }) =>
    `Run “${plan.title}” ${origin ? 'forked' : 'created'}: ${steps(plan.tasks.length)}`,
  'run.forked': ({ kept }) => `Run begins with ${countText(kept, 'outcome')} of the run it was forked from`,
  'run.started': () => t('Run started'),
  'run.resumed': ({ repeated }) => t('Run taken up again; {{length}} repeated', { length: steps(repeated.length) }),
  'run.completed': () => t('Run completed'),
  'run.failed': ({ error }) => t('Run failed: {{message}}', { message: error.message }),
  'run.cancelled': ({ reason }) => t('Run cancelled: {{reason}}', { reason }),
  'run.stalled': ({ error }) =>
    t('The run stands still until Heron can write again: {{message}}', { message: error.message }),
  'run.undone': ({ report }) => {
    const left = report.conflicts.length > 0 ? `, ${report.conflicts.length} left as they are` : '';
    return t('Run undone: {{restored}} restored{{left}}', { restored: report.restored.length, left });
  },
  'run.pinned': ({ isPinned }) =>
    isPinned ? t('Run pinned: it is kept however old it gets') : t('Run no longer pinned'),
  'history.pruning': ({ by, runs }) =>
    `${countText(runs, 'old run')} to be removed, ${by === 'person' ? 'as you asked' : 'as the settings say'}`,
  'history.pruned': ({ report }) =>
    `History removed: ${countText(report.runs, 'run')}, ${countText(report.events + report.engineEvents, 'event')}, ${countText(report.blobs, 'blob')}`,
  'bundle.made': ({ bytes, redaction }) =>
    `A run was exported, ${bytesText(bytes)}, ${redaction === 'values' ? 'without its texts' : 'without secrets'}`,
  'bundle.opened': ({ opened }) => t('The file {{file}} was opened as a run', { file: opened.file }),
  'bundle.removed': () => t('An opened run was removed'),
  'task.started': ({ attempt, repairs }, scope, names) =>
    `${step(scope, names)} started${attempt > 1 ? `, attempt ${attempt}` : ''}${repairs ? `, mended: ${repairs.join('; ')}` : ''}`,
  'task.progressed': ({ percent, text }, scope, names) =>
    [`${step(scope, names)} goes on`, percent === undefined ? '' : `${Math.round(percent)} %`, text]
      .filter(Boolean)
      .join(' · '),
  'task.streamed': ({ type, number }, scope, names) =>
    type === 'end'
      ? `${step(scope, names)} has sent all ${number - 1} pieces of its result`
      : `${step(scope, names)} sent piece ${number} of its result`,
  'task.partGiven': (_, scope, names) =>
    t('What {{scope}} has sent of its result was written down', { scope: step(scope, names) }),
  'task.completed': ({ says }, scope, names) => `${step(scope, names)} completed: ${plainText(says)}`,
  'task.failed': ({ error }, scope, names) => `${step(scope, names)} failed: ${error.message}`,
  'task.skipped': ({ reason }, scope, names) => `${step(scope, names)} skipped: ${reason}`,
  'task.cancelled': ({ reason }, scope, names) => `${step(scope, names)} cancelled: ${reason}`,
  'task.blocked': ({ question }, scope, names) => `${step(scope, names)} asks you: ${question.text}`,
  'task.answered': ({ answer }, scope, names) => `${step(scope, names)}: you answered “${answer}”`,
  'task.uncertain': (_, scope, names) => `${step(scope, names)} was interrupted; nobody knows whether it took effect`,
  'task.resolved': ({ decision }, scope, names) => `${step(scope, names)}: you chose to ${decision}`,
  'task.opened': ({ total, case: chosen }, scope, names) =>
    [`${step(scope, names)} began`, total === undefined ? '' : `${total} inside`, caseText(chosen)]
      .filter(Boolean)
      .join(' · '),
  'task.modelAnswered': ({ text, calls, isCut }, scope, names) => {
    const called = calls.map(({ action, name }) => action ?? name).join(', ');
    const said = called === '' ? plainText(text) : `the model calls ${called}`;
    return `${step(scope, names)}: ${isCut ? 'the answer was cut off' : said}`;
  },
  'task.listed': ({ offset, items }, scope, names) =>
    `${step(scope, names)}: items ${offset} to ${offset + items.length - 1} of its list`,
  'task.retried': ({ attempt, error, delayMs }, scope, names) =>
    `${step(scope, names)} failed in attempt ${attempt} and is tried again in ${durationText(delayMs)}: ${error.message}`,
  'task.caught': ({ error, by }, scope, names) =>
    `${step(scope, names)} failed, its ${by === 'recover' ? 'recovery' : 'fallback'} is done: ${error.message}`,
  'task.compensable': ({ action, error }, scope, names) =>
    error
      ? `${step(scope, names)} cannot be taken back by ${action}: ${error.message}`
      : `${step(scope, names)} could be taken back by ${action}`,
  'task.compensating': ({ action }, scope, names) => `${step(scope, names)} is taken back: ${action} is called`,
  'task.compensated': ({ says }, scope, names) => `${step(scope, names)} was taken back: ${plainText(says)}`,
  'task.uncompensated': ({ action, error }, scope, names) =>
    `${step(scope, names)} could not be taken back by ${action}: ${error.message}`,
  'run.undoing': ({ because }) =>
    because === 'failed' ? t('It failed, and is being undone') : t('It is being undone'),
  'task.parked': ({ awaited: { until, event, webhook } }, scope, names) =>
    [
      `${step(scope, names)} waits`,
      event ? `for ${event.type}` : '',
      webhook ? `for a call of ${webhook.url}` : '',
      until === undefined ? '' : `until ${exactTimeText(until)}`,
    ]
      .filter(Boolean)
      .join(' '),
  'task.woken': ({ by }, scope, names) => `${step(scope, names)} goes on: ${wakings[by]}`,
  'task.overBudget': ({ resource, limit, response }, scope, names) =>
    `${step(scope, names)} went over its budget: ${amountText(resource, limit)} allowed${response === 'fallback' ? '; its fallback is done' : response === 'summary' ? '; it ended with what it had done' : ''}`,
  'task.used': ({ used }, scope, names) => `${step(scope, names)} used ${usageTexts(used).join(', ')}`,
  'task.drew': (_, scope, names) => `${step(scope, names)} looked at the clock or drew a random number`,
  'task.limitReached': ({ limit }, scope, names) => `${step(scope, names)}: ${limitWords[limit]}`,
  'run.limitReached': ({ limit }) => t('The run: {{value}}', { value: limitWords[limit] }),
  'run.stopRequested': ({ reason }) => t('Run is being stopped: {{reason}}', { reason }),
  'run.parked': () => t('Everything in the run waits'),
  'run.overBudget': ({ resource, limit }) =>
    t('The run went over its budget: {{resource}} allowed', { resource: amountText(resource, limit) }),
  'webhook.called': ({ answer }, scope, names) => `${step(scope, names)} was called, and answered ${answer.status}`,
  'prompt.fileChanged': ({ name, characters }) =>
    characters === 0 ? `${name} was emptied` : `${name} was changed: ${countText(characters, 'character')}`,
  'trigger.added': ({ template, of }) =>
    `A webhook that starts ${template === undefined ? `the workflow ${of?.workflowId ?? ''}` : `runs of ${template}`} was made`,
  'trigger.changed': ({ perMinute }) => `A webhook starts ${countText(perMinute, 'run')} a minute at most now`,
  'trigger.rotated': () => t('A webhook has a new address'),
  'trigger.paused': () => t('A webhook was paused'),
  'trigger.resumed': () => t('A webhook starts runs again'),
  'trigger.removed': () => t('A webhook was removed'),
  ...mcpSentences,
  ...workflowSentences,
  'process.started': ({ name, endsAt }) =>
    `${name} goes on in the background, until ${new Date(endsAt).toLocaleString()} at the latest`,
  'process.printed': ({ total }) => `A background process has said ${countText(total, 'byte')}`,
  'process.ended': (ended) => `${ended.name} ${endingText(ended)} after ${durationText(ended.durationMs)}`,
  'process.kept': ({ keep }) =>
    keep ? t('A background process is kept when its run is cancelled') : t('A background process ends with its run'),
  'process.cleared': ({ ids }) => t('Background cleared: {{ids}} ended', { ids: ids.length }),
  'permission.requested': ({ request: { workerName, need } }) => `${workerName} asks to ${wantedText(need)}`,
  'permission.granted': ({ grant }, _, { workerName }) =>
    `${workerName(grant.workerId)} may ${capabilities[grant.capability]} ${reachWords(grant)} (${scopeWord(grant.scope)})`,
  'permission.denied': ({ need, rule }, { workerId }, { workerName }) =>
    `${workerId === undefined ? t('A worker') : workerName(workerId)} may not ${wantedText(need)} (${rule})`,
  'permission.withdrawn': () => t('Question withdrawn: it needs no answer any more'),
  'permission.revoked': ({ grant }, _, { workerName }) =>
    `${workerName(grant.workerId)} may no longer ${capabilities[grant.capability]} ${reachWords(grant)}`,
  'permission.used': ({ usesLeft }, { workerId }, { workerName }) =>
    `${workerId === undefined ? t('A worker') : workerName(workerId)} used a permission; ${usesLeft === 0 ? 'that was the last time' : `${usesWords(usesLeft)} of it`}`,
  'permission.expired': ({ grant }, _, { workerName }) =>
    `${workerName(grant.workerId)} may no longer ${capabilities[grant.capability]} ${reachWords(grant)}: the time has passed`,
  'permission.restored': ({ grant }, _, { workerName }) =>
    `${workerName(grant.workerId)} may again ${capabilities[grant.capability]} ${reachWords(grant)}: its conversation is back`,
  'worker.installed': ({ version, source, replaces }, scope, names) =>
    `${worker(scope, names)} ${version} installed from ${source.location}${replaces ? `, in the place of ${replaces}` : ''}`,
  'worker.trusted': ({ version, isWatched }, scope, names) =>
    `${worker(scope, names)} ${version} approved${isWatched ? ', with its later changes' : ''}`,
  'worker.removed': (_, scope, names) => `${worker(scope, names)} removed`,
  'worker.configured': ({ set, reset }, scope, names) =>
    `${worker(scope, names)}: ${[...set.map((name) => `${name} set`), ...reset.map((name) => `${name} reset`)].join(', ')}`,
  'run.tainted': ({ sources }) =>
    t('Run has read {{sources}}; whatever could carry something out is asked for', { sources: sourceList(sources) }),
  'elevation.changed': ({ mode, sender }) => t('Elevated mode set to {{mode}} by {{sender}}', { mode, sender }),
  'worker.loaded': ({ version }, scope, names) => `${worker(scope, names)} loaded, version ${version}`,
  'worker.unloaded': (_, scope, names) => `${worker(scope, names)} unloaded`,
  'worker.failed': ({ error }, scope, names) => `${worker(scope, names)} failed: ${error.message}`,
  'worker.started': ({ pid, startMs }, scope, names) =>
    `${worker(scope, names)} started in ${Math.round(startMs)} ms, process ${pid}`,
  'worker.paused': (_, scope, names) => `${worker(scope, names)} paused: nobody needed it for a while`,
  'worker.resumed': (_, scope, names) => `${worker(scope, names)} goes on`,
  'worker.stopped': ({ reason }, scope, names) => `${worker(scope, names)} stopped: ${reason}`,
  'worker.circuitOpened': ({ calls, faults, error }, scope, names) =>
    `${worker(scope, names)} is left alone for now: ${faults} of its last ${calls} calls failed, the last with: ${error.message}`,
  'worker.circuitHalfOpened': ({ by }, scope, names) => `${worker(scope, names)} is tried again${wish(by)}`,
  'worker.circuitClosed': (_, scope, names) => `${worker(scope, names)} is called as before`,
  'host.circuitOpened': ({ host, calls, faults, error }) =>
    `${host} is left alone for now: ${faults} of the last ${calls} requests failed, the last with: ${error.message}`,
  'host.circuitHalfOpened': ({ host, by }) => `${host} is tried again${wish(by)}`,
  'host.circuitClosed': ({ host }) => `${host} is asked as before`,
  'hook.failed': ({ event, error }, scope, names) =>
    `${worker(scope, names)}: its hook ${event} failed and was passed over: ${error.message}`,
  'secret.stored': ({ name, hosts }) => `Secret ${name} kept${hosts.length > 0 ? `, for ${hosts.join(', ')}` : ''}`,
  'secret.removed': ({ name }) => t('Secret {{name}} forgotten', { name }),
  'vault.unlocked': () => t('Vault unlocked'),
  'vault.protected': ({ protection }) =>
    t('Secrets encrypted anew; {{value}} keeps the key', { value: keeperNames[protection] }),
  'settings.changed': () => t('Settings changed'),
  'settings.fileRead': ({ issues }) =>
    issues.length > 0 ? t('The settings file cannot be followed') : t('The settings file is followed'),
  'welcome.moved': (place) =>
    place.isOpen ? t('First start: {{value}}', { value: welcomeSteps[place.step] }) : t('First start left'),
  'tip.changed': ({ tip }) => (tip ? t('Tip: {{text}}', { text: tip.text }) : t('Tip put away')),
  'models.changed': ({ configuration, what }) => {
    const now = configuration ? `${configuration.model} plans` : 'the rules plan';
    return what === undefined || what === now
      ? t('Models: {{now}}', { now })
      : t('Models: {{what}}; {{now}}', { what, now });
  },
  ...downloadSentences,
  ...spendingSentences,
  ...scheduleSentences,
  ...voiceSentences,
  ...callSentences,
  ...eyesSentences,
};

export function describeEvent(event: AnyEvent, names: EventNames): string {
  // The table holds for each type the sentence of that type; the compiler cannot pair the two through a union.
  const sentence = sentences[event.type] as (
    payload: AnyEvent['payload'],
    scope: EventScope,
    names: EventNames,
  ) => string;
  return sentence(event.payload, event.scope, names);
}

/** The title a sentence about a step begins with, where it is known. */
export function subjectOf({ type, scope }: AnyEvent, { taskTitle }: EventNames): string {
  return type.startsWith('task.') ? (taskTitle(scope) ?? '') : '';
}

/** What a person typed is no Markdown. */
function spokenText({ role, text }: Message): string {
  return role === 'person' ? text : plainText(text);
}

function scopeWord(scope: GrantScope): string {
  return scope === 'run' || scope === 'conversation' ? `this ${scope}` : scope;
}
