import { expect, test } from 'vitest';
import type { HeldPlan } from '../../../contract/held-plans.ts';
import { builtInManners } from '../../../contract/manners.ts';
import type { Proposal } from '../../../contract/plan.ts';
import type { Task } from '../../../contract/plan-task.ts';
import { ofType, openConversations, propose } from './fixtures/open-conversations.ts';
import type { ConversationParts, ConversationService } from './service.ts';

const [plain] = builtInManners;

function open(care: 'changes' | 'lasting', changes: Pick<Partial<ConversationParts>, 'checkPlan'> = {}) {
  const makePlan = async (text: string): Promise<Proposal> => {
    const proposal = propose(text);
    if (proposal.kind === 'help') return proposal;
    const needs = [{ capability: 'files.write' as const, target: '/home/ada/a' }];
    return { ...proposal, preview: [{ taskId: 't1', title: 'Add 1', action: 'sum.add', risk: 'reversible', needs }] };
  };
  return openConversations({ makePlan, mannerOf: () => ({ ...plain, care }), ...changes });
}

test('a plan that changes something is shown, and runs when the person says so right after it [UI-06]', async () => {
  const { conversations, heard, texts } = open('changes');
  const { conversationId, runId } = await conversations.send({ text: 'add 1 2' });
  expect(runId).toBeUndefined();
  expect(texts(conversationId).at(-1)).toContain('1. Add 1: writes `/home/ada/a`');
  const { runId: started } = await conversations.send({ conversationId, text: 'run it' });
  expect(started).toBeDefined();
  expect(ofType(heard, 'plan.proposed')).toHaveLength(1);
  // Said twice, or later, it is a sentence like any other.
  await conversations.send({ conversationId, text: 'run it', whenBusy: 'now' });
  expect(texts(conversationId).at(-1)).toBe('assistant: I did not understand that.');
});

test('it is left alone by a no, and by anything else that is said', async () => {
  const { conversations, heard, texts } = open('changes');
  const { conversationId } = await conversations.send({ text: 'add 1 2' });
  await conversations.send({ conversationId, text: 'no' });
  expect(texts(conversationId).at(-1)).toBe('assistant: Left alone: nothing was run.');
  await conversations.send({ conversationId, text: 'add 1 2' });
  await conversations.send({ conversationId, text: 'sing' });
  await conversations.send({ conversationId, text: 'yes' });
  expect(ofType(heard, 'run.created')).toEqual([]);
});

test('who wants to see only what is final is not shown the rest first', async () => {
  const { conversations } = open('lasting');
  expect((await conversations.send({ text: 'add 1 2' })).runId).toBeDefined();
});

test('a plan that is shown can be changed: it is checked, shown again with what is different, and that is what runs [OR-01]', async () => {
  const checked: number[] = [];
  const { conversations, heard, texts } = open('changes', {
    checkPlan: async ({ tasks }) => {
      checked.push(tasks.length);
      const issues = tasks.some(({ action }) => action === 'sum.gone')
        ? [{ path: 'tasks.0.action', message: 'gone' }]
        : [];
      return { issues, preview: [] };
    },
  });
  const { conversationId } = await conversations.send({ text: 'add 1 2 and add 3 4' });
  const shown = heldIn(conversations, conversationId);
  expect(shown.before).toBeUndefined();
  const [first, second] = shown.plan.tasks;
  if (!first || !second) throw new Error('two steps were expected');
  const revise = (proposalId: string, tasks: Task[]) =>
    conversations.revisePlan(conversationId, proposalId, { ...shown.plan, tasks });
  await expect(revise(shown.proposalId, [{ ...first, action: 'sum.gone' }])).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'tasks.0.action: gone',
  });
  // The same once more is no change.
  expect(await revise(shown.proposalId, [first, second])).toEqual(shown);
  const revised = await revise(shown.proposalId, [{ ...second, input: { a: 3, b: 5 } }]);
  expect(revised).toMatchObject({ messageId: shown.messageId, before: shown.plan });
  expect(texts(conversationId).at(-1)).toContain('- “Add 1” was taken out.\n- “Add 3” was changed. B.\n');
  // Somebody else looked at what was there before.
  await expect(revise(shown.proposalId, [first])).rejects.toMatchObject({ code: 'conflict' });
  expect(heldIn(conversations, conversationId)).toEqual(revised);
  const { runId = '' } = await conversations.send({ conversationId, text: 'Run it' });
  const ran = ofType(heard, 'run.created').find(({ scope }) => scope.runId === runId);
  expect(ran?.payload.plan.tasks).toEqual(revised.plan.tasks);
  expect(conversations.get(conversationId).held).toBeUndefined();
  await expect(revise(revised.proposalId, [first])).rejects.toMatchObject({ code: 'conflict' });
  expect(checked).toEqual([1, 1]);
});

test('the next plan is compared with the one that was shown and never ran', async () => {
  const { conversations } = open('changes');
  const { conversationId } = await conversations.send({ text: 'add 1 2' });
  const first = heldIn(conversations, conversationId).plan;
  await conversations.send({ conversationId, text: 'add 1 3' });
  expect(heldIn(conversations, conversationId).before).toEqual(first);
  await conversations.send({ conversationId, text: 'run it' });
  await conversations.send({ conversationId, text: 'add 1 4', whenBusy: 'now' });
  expect(heldIn(conversations, conversationId).before).toBeUndefined();
});

function heldIn({ get }: ConversationService, conversationId: string): HeldPlan {
  const { held } = get(conversationId);
  if (!held) throw new Error('no plan waits');
  return held;
}
