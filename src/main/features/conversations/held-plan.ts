import type { HeldPlan as HeldPlanShown } from '../../../contract/held-plans.ts';
import type { ScheduleTime } from '../../../contract/time/schedule-time.ts';
import { isLasting } from '../../../contract/manifest.ts';
import type { Manner } from '../../../contract/manners.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Plan, PlanSource, TaskPreview } from '../../../contract/plan.ts';
import { bodiesOf, type Task } from '../../../contract/plan-task.ts';
import type { Message } from '../../../contract/conversations.ts';
import type { EventOf } from '../../../contract/events.ts';
import type { EventLog } from '../../base/event-log.ts';
import { readMessages } from './read-messages.ts';

/** What is to start by itself, as it was said. */
export type WantedSchedule = { time: ScheduleTime; text: string };

/** `schedule`: when it is to start by itself. */
export type HeldPlan = { plan: Plan; by: PlanSource; schedule?: WantedSchedule | undefined };

/** What can be said to a plan that is shown first, besides anything else. */
export const wordsToHeld = ['Run it', 'Leave it'];

export const wordsToSchedule = ['Schedule it', 'Leave it'];

const yes = /^((run|schedule) it|yes(,? ((run|schedule) it|please))?|go( ahead)?|do it|ok(ay)?)[.!]?$/i;
const no = /^(leave it|no|cancel( it)?|don[’']?t( run it)?|stop)[.!]?$/i;

/** Whether a plan is only shown, until the person says that it shall run. */
export function isHeld({ care }: Manner, { tasks }: Plan, preview: readonly TaskPreview[]): boolean {
  if (care === 'none') return false;
  // What an agent will do nobody can show before.
  if (hasAgent(tasks)) return true;
  return preview.some((task) => (care === 'changes' ? task.risk !== 'read' : isLasting(task)));
}

/** The plan that a message answers with yes or no, when one was shown right before it. */
export function readHeld(log: EventLog, message: Message): (HeldPlan & { answer: 'yes' | 'no' }) | undefined {
  const text = message.text.trim();
  const answer = yes.test(text) ? 'yes' : no.test(text) ? 'no' : undefined;
  if (!answer) return undefined;
  const { conversationId } = message;
  const said = saidIn(log, conversationId);
  const shown = heldAfter(log, conversationId, said[said.findIndex(({ id }) => id === message.id) - 1]);
  if (!shown) return undefined;
  const { plan, by, schedule } = shown.payload;
  return { plan, by, answer, schedule };
}

/** The plan that waits for a word of the person, with what was shown before it and never ran. */
export function openHeld(log: EventLog, conversationId: string): OpenHeld | undefined {
  // Most conversations hold none, and then nothing more is read.
  if (!log.last('plan.proposed', { conversationId })?.payload.isHeld) return undefined;
  const question = saidIn(log, conversationId).at(-1);
  const shown = heldAfter(log, conversationId, question);
  if (!question || !shown) return undefined;
  const { plan, by, schedule } = shown.payload;
  const before = shownBefore(log, conversationId, shown.id);
  return {
    shown: {
      ...{ proposalId: shown.id, messageId: question.id, plan, by, at: shown.at },
      ...(schedule ? { isScheduled: true as const } : {}),
      ...(before ? { before } : {}),
    },
    payload: shown.payload,
  };
}

/** `payload`: of the event that proposed it. */
type OpenHeld = { shown: HeldPlanShown; payload: Proposed['payload'] };
type Proposed = EventOf<'plan.proposed'>;

function saidIn(log: EventLog, conversationId: string): Message[] {
  return readMessages(log, conversationId).inOrder.filter(({ role }) => role === 'person');
}

function heldAfter(log: EventLog, conversationId: string, question: Message | undefined): Proposed | undefined {
  const shown = log.last('plan.proposed', { conversationId });
  if (!shown?.payload.isHeld || question === undefined || shown.causedBy !== question.id) return undefined;
  return shown;
}

function shownBefore(log: EventLog, conversationId: string, proposalId: string): Plan | undefined {
  const events = log.list({ types: ['plan.proposed', 'run.created'], scope: { conversationId } });
  const before = events[events.findIndex(({ id }) => id === proposalId) - 1];
  return before?.type === 'plan.proposed' && before.payload.isHeld ? before.payload.plan : undefined;
}

/** A plan in words: what each step does, and to what. */
export function heldText({ title, tasks }: Plan, preview: readonly TaskPreview[]): string {
  return `**${title}** is ready, and has not run. It would:\n\n${stepLines(tasks, preview)}\n\nSay “run it”, or “leave it”.`;
}

export function stepLines(tasks: readonly Task[], preview: readonly TaskPreview[]): string {
  const known = preview.map((task) => `${task.title}${needsText(task.needs)}`);
  const agents = agentsIn(tasks).map(
    (task) => `${task.title ?? task.id}: a model chooses the steps, and asks before it touches anything`,
  );
  return [...known, ...agents].map((text, index) => `${index + 1}. ${text}`).join('\n');
}

function hasAgent(tasks: readonly Task[]): boolean {
  return agentsIn(tasks).length > 0;
}

function agentsIn(tasks: readonly Task[]): Task[] {
  return tasks.flatMap((task) => [
    ...(task.agent ? [task] : []),
    ...bodiesOf(task).flatMap((body) => agentsIn(body.tasks)),
  ]);
}

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'reads',
  'files.write': 'writes',
  net: 'reaches',
  shell: 'starts',
  socket: 'commands the service at',
  secrets: 'uses the secret',
  code: 'runs code in',
  mcp: 'uses the MCP tool',
  screen: 'sees the screen, as a',
  camera: 'looks through the camera, for a',
};

function needsText(needs: readonly PermissionNeed[]): string {
  const parts = needs.map(({ capability, target, detail }) => {
    const what = capability === 'shell' ? (detail ?? target) : target;
    return `${verbs[capability]} \`${what.replaceAll('`', "'")}\``;
  });
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
