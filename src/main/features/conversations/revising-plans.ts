import { comparePlans, isSamePlan, type PlanDifference } from '../../../contract/compare-plans.ts';
import { fieldInWords } from '../../../contract/field-names.ts';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import type { Plan, TaskPreview } from '../../../contract/plan.ts';
import { HeronError } from '../../base/errors.ts';
import type { Answers } from './answers.ts';
import type { ConversationParts } from './conversation-parts.ts';
import { openHeld, stepLines, wordsToHeld, wordsToSchedule } from './held-plan.ts';
import type { TurnTaking } from './turn-taking.ts';

type RevisingParts = Pick<ConversationParts, 'log' | 'checkPlan'> & {
  answers: Pick<Answers, 'say'>;
  turns: Pick<TurnTaking, 'take'>;
};

type Revise = (conversationId: string, proposalId: string, plan: Plan) => Promise<HeldPlan>;

/** Lets a person change a plan that was shown, before it runs. What is said of it next means the changed one. */
export function createRevising({ log, checkPlan, answers, turns }: RevisingParts): Revise {
  return (conversationId, proposalId, plan) =>
    // A word that starts it may be on its way.
    turns.take(conversationId, async () => {
      const open = openHeld(log, conversationId);
      if (open?.shown.proposalId !== proposalId) throw notOpen(open?.shown);
      const { shown, payload } = open;
      const difference = comparePlans(shown.plan, plan);
      if (isSamePlan(difference)) return shown;
      const { issues, preview } = await checkPlan(plan);
      const [issue] = issues;
      if (issue) throw new HeronError('invalid-input', `${issue.path}: ${issue.message}`, { path: issue.path, issues });
      const revised = { ...payload, plan, isRevised: true as const };
      const scope = { conversationId };
      await log.append([{ type: 'plan.proposed', payload: revised, scope, causedBy: shown.messageId }]);
      const nearPhrases = shown.isScheduled ? wordsToSchedule : wordsToHeld;
      const text = revisedText(plan, preview, difference, nearPhrases);
      await answers.say(conversationId, shown.messageId, { text, nearPhrases });
      const after = openHeld(log, conversationId)?.shown;
      if (!after) throw notOpen(undefined);
      return after;
    });
}

function notOpen(open: HeldPlan | undefined): HeronError {
  const message = open
    ? 'This plan was changed elsewhere meanwhile; what is there now is shown'
    : 'No plan of this conversation waits for your word: it runs, was left alone, or something else was said';
  return new HeronError('conflict', message, open ? { proposalId: open.proposalId } : {});
}

function revisedText(
  { title, tasks }: Plan,
  preview: readonly TaskPreview[],
  difference: PlanDifference,
  [go = 'Run it', leave = 'Leave it']: readonly string[],
): string {
  const changes = changeLines(difference)
    .map((line) => `- ${line}`)
    .join('\n');
  const words = `Say “${go.toLowerCase()}”, or “${leave.toLowerCase()}”.`;
  return `**${title}** was changed, and has not run:\n\n${changes}\n\nIt would now:\n\n${stepLines(tasks, preview)}\n\n${words}`;
}

function changeLines({ title, added, removed, changed, plan }: PlanDifference): string[] {
  const names = (fields: PlanDifference['plan']): string => fields.map(({ field }) => fieldInWords(field)).join('; ');
  return [
    ...(title ? [`It is called “${title.after}”.`] : []),
    ...removed.map((task) => `“${task.title}” was taken out.`),
    ...added.map((task) => `“${task.title}” was added.`),
    ...changed.map((task) => `“${task.title}” was changed. ${names(task.fields)}.`),
    ...(plan.length > 0 ? [`The plan itself was changed. ${names(plan)}.`] : []),
  ];
}
