import type { Message } from '../../../contract/conversations.ts';
import type { AnyEvent, EventType, Payload } from '../../../contract/events.ts';
import type { EventScope } from '../../../contract/event.ts';
import type { Protection } from '../../../contract/secrets.ts';
import { sourceList } from '../../../contract/policy.ts';
import { bytesText } from '../runs/file-changes.ts';
import { endingText } from '../../../contract/process-text.ts';
import { amountText } from '../../../contract/usage.ts';
import { plainText } from '../../../contract/plain-text.ts';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { downloadSentences } from './describe-downloads.ts';
import { spendingSentences } from './describe-spending.ts';
import { conversationSentences } from './describe-conversation.ts';
import { mcpSentences } from './describe-mcp.ts';
import { laneSentences } from './describe-lanes.ts';
import { permissionSentences } from './describe-permission.ts';
import { scheduleSentences } from './describe-schedule.ts';
import { callSentences } from './describe-calls.ts';
import { eyesSentences } from './describe-eyes.ts';
import { taskSentences } from './describe-task.ts';
import { voiceSentences } from './describe-voice.ts';
import { workerSentences } from './describe-worker.ts';
import { workflowSentences } from './describe-workflow.ts';
import { type EventNames, limitWords, type Sentence, stepName } from './sentence.ts';
import { plural, t } from '../../../words/words.ts';

const steps = (count: number): string => plural(count, { one: '1 step', other: '{{count}} steps' });
const keeperNames = (): Record<Protection, string> => ({
  keychain: t('the system’s keychain'),
  'secret-service': t('the Secret Service'),
  passphrase: t('a passphrase'),
  'key-file': t('a file'),
});
const authors = () => ({
  rules: t('by rules'),
  model: t('by the model'),
  person: t('by you'),
  agent: t('by an agent'),
});

const welcomeSteps = (): Record<Payload<'welcome.moved'>['step'], string> => ({
  heron: t('what Heron is'),
  model: t('a model or none'),
  folders: t('which folders it may see'),
  try: t('something to try'),
});

/** What each event says, on one line. */
const sentences: { [Type in EventType]: Sentence<Type> } = {
  ...{ ...conversationSentences, ...laneSentences, ...taskSentences, ...permissionSentences, ...workerSentences },
  'message.added': ({ message }) =>
    t('{{who}}: {{text}}', { who: message.role === 'person' ? t('You') : 'Heron', text: spokenText(message) }),
  'keys.refused': ({ keys }) =>
    keys.length === 0
      ? t('The system gave all keys that are wanted')
      : t('Another program has the keys {{keys}}', { keys: keys.join(', ') }),
  'message.reworded': ({ text }) => t('Your waiting message was changed: {{text}}', { text: plainText(text) }),
  'message.withdrawn': () => t('A waiting message was taken back'),
  'message.delta': ({ text }) => t('Heron writes: {{text}}', { text: plainText(text) }),
  'message.thought': ({ text }) => t('The model thinks: {{text}}', { text: plainText(text) }),
  'plan.proposed': ({ plan, by }) =>
    t('Plan “{{title}}” made {{value}}: {{length}}', {
      title: plan.title,
      value: authors()[by],
      length: steps(plan.tasks.length),
    }),
  'planner.fellBack': ({ error }) =>
    t('The model gave no usable plan, the rules were asked: {{message}}', { message: error.message }),
  'run.created': ({ plan, origin }) =>
    origin
      ? t('Run “{{title}}” forked: {{steps}}', { title: plan.title, steps: steps(plan.tasks.length) })
      : t('Run “{{title}}” created: {{steps}}', { title: plan.title, steps: steps(plan.tasks.length) }),
  'run.forked': ({ kept }) =>
    plural(kept, {
      one: 'Run begins with 1 outcome of the run it was forked from',
      other: 'Run begins with {{count}} outcomes of the run it was forked from',
    }),
  'run.started': () => t('Run started'),
  'run.resumed': ({ repeated }) => t('Run taken up again; {{length}} repeated', { length: steps(repeated.length) }),
  'run.completed': () => t('Run completed'),
  'run.failed': ({ error }) => t('Run failed: {{message}}', { message: error.message }),
  'run.cancelled': ({ reason }) => t('Run cancelled: {{reason}}', { reason }),
  'run.stalled': ({ error }) =>
    t('The run stands still until Heron can write again: {{message}}', { message: error.message }),
  'run.undone': ({ report: { restored, conflicts } }) =>
    conflicts.length > 0
      ? t('Run undone: {{restored}} restored, {{left}} left as they are', {
          ...{ restored: restored.length, left: conflicts.length },
        })
      : t('Run undone: {{restored}} restored', { restored: restored.length }),
  'run.pinned': ({ isPinned }) =>
    isPinned ? t('Run pinned: it is kept however old it gets') : t('Run no longer pinned'),
  'history.pruning': ({ by, runs }) =>
    by === 'person'
      ? plural(runs, {
          one: '1 old run to be removed, as you asked',
          other: '{{count}} old runs to be removed, as you asked',
        })
      : plural(runs, {
          one: '1 old run to be removed, as the settings say',
          other: '{{count}} old runs to be removed, as the settings say',
        }),
  'history.pruned': ({ report }) =>
    t('History removed: {{runs}}, {{events}}, {{blobs}}', {
      runs: plural(report.runs, { one: '1 run', other: '{{count}} runs' }),
      events: plural(report.events + report.engineEvents, { one: '1 event', other: '{{count}} events' }),
      blobs: plural(report.blobs, { one: '1 blob', other: '{{count}} blobs' }),
    }),
  'bundle.made': ({ bytes, redaction }) =>
    redaction === 'values'
      ? t('A run was exported, {{size}}, without its texts', { size: bytesText(bytes) })
      : t('A run was exported, {{size}}, without secrets', { size: bytesText(bytes) }),
  'bundle.opened': ({ opened }) => t('The file {{file}} was opened as a run', { file: opened.file }),
  'bundle.removed': () => t('An opened run was removed'),
  'run.undoing': ({ because }) =>
    because === 'failed' ? t('It failed, and is being undone') : t('It is being undone'),
  'run.limitReached': ({ limit }) => t('The run: {{value}}', { value: limitWords()[limit] }),
  'run.stopRequested': ({ reason }) => t('Run is being stopped: {{reason}}', { reason }),
  'run.parked': () => t('Everything in the run waits'),
  'run.overBudget': ({ resource, limit }) =>
    t('The run went over its budget: {{resource}} allowed', { resource: amountText(resource, limit) }),
  'webhook.called': ({ answer }, scope, names) =>
    t('{{step}} was called, and answered {{status}}', { step: stepName(scope, names), status: String(answer.status) }),
  'prompt.fileChanged': ({ name, characters }) =>
    characters === 0
      ? t('{{name}} was emptied', { name })
      : plural(
          characters,
          { one: '{{name}} was changed: 1 character', other: '{{name}} was changed: {{count}} characters' },
          { name },
        ),
  'trigger.added': ({ template, of }) =>
    template === undefined
      ? t('A webhook that starts the workflow {{workflow}} was made', { workflow: of?.workflowId ?? '' })
      : t('A webhook that starts runs of {{template}} was made', { template }),
  'trigger.changed': ({ perMinute }) =>
    plural(perMinute, {
      one: 'A webhook starts 1 run a minute at most now',
      other: 'A webhook starts {{count}} runs a minute at most now',
    }),
  'trigger.rotated': () => t('A webhook has a new address'),
  'trigger.paused': () => t('A webhook was paused'),
  'trigger.resumed': () => t('A webhook starts runs again'),
  'trigger.removed': () => t('A webhook was removed'),
  ...mcpSentences,
  ...workflowSentences,
  'process.started': ({ name, endsAt }) =>
    t('{{name}} goes on in the background, until {{until}} at the latest', { name, until: exactTimeText(endsAt) }),
  'process.printed': ({ total }) =>
    plural(total, {
      one: 'A background process has said 1 byte',
      other: 'A background process has said {{count}} bytes',
    }),
  'process.ended': (ended) =>
    t('{{name}} {{ending}} after {{time}}', {
      ...{ name: ended.name, ending: endingText(ended), time: durationText(ended.durationMs) },
    }),
  'process.kept': ({ keep }) =>
    keep ? t('A background process is kept when its run is cancelled') : t('A background process ends with its run'),
  'process.cleared': ({ ids }) => t('Background cleared: {{ids}} ended', { ids: ids.length }),
  'run.tainted': ({ sources }) =>
    t('Run has read {{sources}}; whatever could carry something out is asked for', { sources: sourceList(sources) }),
  'elevation.changed': ({ mode, sender }) => t('Elevated mode set to {{mode}} by {{sender}}', { mode, sender }),
  'secret.stored': ({ name, hosts }) =>
    hosts.length > 0
      ? t('Secret {{name}} kept, for {{hosts}}', { name, hosts: hosts.join(', ') })
      : t('Secret {{name}} kept', { name }),
  'secret.removed': ({ name }) => t('Secret {{name}} forgotten', { name }),
  'vault.unlocked': () => t('Vault unlocked'),
  'vault.protected': ({ protection }) =>
    t('Secrets encrypted anew; {{value}} keeps the key', { value: keeperNames()[protection] }),
  'settings.changed': () => t('Settings changed'),
  'settings.fileRead': ({ issues }) =>
    issues.length > 0 ? t('The settings file cannot be followed') : t('The settings file is followed'),
  'welcome.moved': (place) =>
    place.isOpen ? t('First start: {{value}}', { value: welcomeSteps()[place.step] }) : t('First start left'),
  'tip.changed': ({ tip }) => (tip ? t('Tip: {{text}}', { text: tip.text }) : t('Tip put away')),
  'models.changed': ({ configuration, what }) => {
    const now = configuration ? t('{{model}} plans', { model: configuration.model }) : t('the rules plan');
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
