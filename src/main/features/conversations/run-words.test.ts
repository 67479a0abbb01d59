import { expect, test } from 'vitest';
import type { RunSummary } from '../../../contract/runs.ts';
import type { UndoPreview, UndoReport } from '../../../contract/undo.ts';
import { openConversations } from './fixtures/open-conversations.ts';
import { readRunWord, undoLast, type UndoableRuns } from './run-words.ts';

test.each(['undo', 'Undo that!', 'please undo the last run', 'undo everything', 'undo what you just did'])(
  '“%s” takes back',
  (text) => expect(readRunWord(text)).toBe('undo'),
);
test.each(['stop', 'cancel that', 'never mind', 'Stop it.', 'stop everything'])('“%s” stops', (text) =>
  expect(readRunWord(text)).toBe('stop'),
);
test.each(['undo the rebase in site', 'stop process 12', 'cancel the reminder', 'stop the music', 'undone'])(
  '“%s” is a sentence like any other',
  (text) => expect(readRunWord(text)).toBeUndefined(),
);

const empty: UndoPreview = { restorable: [], conflicts: [], lasting: [] };
const changed: UndoPreview = { ...empty, restorable: [{ path: '/home/ada/a.txt', kind: 'replaced' }] };

function runsOf(previews: Record<string, UndoPreview>, more: Partial<RunSummary> = {}, report?: UndoReport) {
  const undone: string[] = [];
  const runs: UndoableRuns = {
    list: () =>
      Object.keys(previews).map((id) => ({ id, title: `Run ${id}`, endedAt: 1, undone: false, ...more }) as RunSummary),
    previewUndo: async (id) => previews[id] ?? empty,
    undo: async (id) => {
      undone.push(id);
      return report ?? { restored: ['/home/ada/a.txt'], conflicts: [] };
    },
  };
  return { runs, undone };
}

test('the last run that changed something is put back; those that changed nothing are passed over', async () => {
  const { runs, undone } = runsOf({ three: empty, two: changed, one: changed });
  expect(await undoLast(runs, 'cnv')).toBe('Undone: “Run two”. 1 change was taken back.');
  expect(undone).toEqual(['two']);
});

test('what cannot be taken back is said, and nothing older is touched instead', async () => {
  const lasting = { ...empty, lasting: [{ taskId: 'mail', title: 'Send the mail', risk: 'irreversible' as const }] };
  const { runs, undone } = runsOf({ two: lasting, one: changed });
  expect(await undoLast(runs, 'cnv')).toBe('“Run two” cannot be undone: Send the mail is done for good.');
  expect(undone).toEqual([]);
});

test('a run that goes on is not undone, and what was changed since is named', async () => {
  const going = runsOf({ one: changed }, { endedAt: undefined });
  expect(await undoLast(going.runs, 'cnv')).toMatch(/“Run one” is not over yet/);
  const conflicts = [{ path: '/home/ada/b.txt', reason: 'changed after the run' }];
  const left = runsOf({ one: changed }, {}, { restored: [], conflicts });
  expect(await undoLast(left.runs, 'cnv')).toBe(
    'Undone: “Run one”.\n\nLeft as it is:\n\n- `/home/ada/b.txt`: changed after the run',
  );
});

test('a conversation answers these words itself, and plans nothing', async () => {
  const planned: string[] = [];
  const { conversations, texts } = openConversations({
    makePlan: async (text) => {
      planned.push(text);
      return { kind: 'help', message: 'planned', nearPhrases: [] };
    },
  });
  const { conversationId } = await conversations.send({ text: 'undo that' });
  await conversations.send({ conversationId, text: 'cancel' });
  expect(texts(conversationId)).toEqual([
    'person: undo that',
    'assistant: There is nothing to undo: nothing was changed in this conversation.',
    'person: cancel',
    'assistant: Nothing is under way here.',
  ]);
  expect(planned).toEqual([]);
});
