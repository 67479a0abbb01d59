import { expect, test } from 'vitest';
import { builtInManners } from '../../../contract/manners.ts';
import type { Proposal } from '../../../contract/plan.ts';
import { ofType, openConversations, propose } from './fixtures/open-conversations.ts';

const [plain] = builtInManners;

function open(care: 'changes' | 'lasting') {
  const makePlan = async (text: string): Promise<Proposal> => {
    const proposal = propose(text);
    if (proposal.kind === 'help') return proposal;
    const needs = [{ capability: 'files.write' as const, target: '/home/ada/a' }];
    return { ...proposal, preview: [{ taskId: 't1', title: 'Add 1', action: 'sum.add', risk: 'reversible', needs }] };
  };
  return openConversations({ makePlan, mannerOf: () => ({ ...plain, care }) });
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
