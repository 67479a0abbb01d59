import type { Proposal } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { mayBeOfReminders } from '../../../contract/time/reminder-words.ts';
import type { Mentioned } from './mentions.ts';
import type { AttachedFile } from './rules/attached.ts';
import type { PlanContext } from './plan-context.ts';

/** A sentence as it is planned: without its mentions, with the files that came with it. */
export type Sentence = Mentioned & { attached: AttachedFile[] };

/** Makes a plan of a sentence, or says what is missing; undefined when it cannot say anything of it. */
export type Planner = (read: Sentence, context: PlanContext, baseFolder: string) => Promise<Proposal | undefined>;

/** Who plans: a model by structured output, repaired at most twice, or the phrases of the workers and fixed rules. */
export type Planners = Readonly<Record<'model' | 'rules', Planner>>;

/** What is heard on this machine and the rules understand is shown to no model. */
const orders: Record<'typed' | 'voice', readonly (keyof Planners)[]> = {
  typed: ['model', 'rules'],
  voice: ['rules', 'model'],
};

/** Reminders are set, listed and taken back at once and alike, whether there is a model or not. */
function isOfReminders(task: Task): boolean {
  return 'action' in task && task.action?.startsWith('reminder.') === true;
}

/** Asks one planner after the other. What the rules do not understand, a model may; its word counts, theirs when there is no other. */
export async function planInOrder(
  planners: Planners,
  read: Sentence,
  context: PlanContext,
  baseFolder: string,
): Promise<Proposal> {
  if (mayBeOfReminders(read.text)) {
    const own = await planners.rules(read, context, baseFolder);
    if (own?.kind === 'plan' && own.plan.tasks.every(isOfReminders)) return own;
  }
  let help: Proposal | undefined;
  for (const name of orders[context.origin ?? 'typed']) {
    const proposal = await planners[name](read, context, baseFolder);
    if (proposal?.kind === 'plan' || (proposal && name === 'model')) return proposal;
    help = proposal ?? help;
  }
  return help ?? { kind: 'help', message: 'Nobody could plan that.', nearPhrases: [] };
}
