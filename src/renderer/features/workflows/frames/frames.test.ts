import { expect, test } from 'vitest';
import type { Task } from '../../../../contract/plan-task.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { catalogueOf } from '../catalogue.ts';
import { addComment, commentsAbout, openComments } from '../document/comments.ts';
import { copyText, pasteText } from '../document/clipboard.ts';
import { moveTask, removeTasks, renameTask, withPositions } from '../document/edit.ts';
import { addFrame, changeFrame, framesOf, putInFrame } from '../document/frames.ts';
import { dropSteps } from '../drop-steps.ts';
import { edgesOf, nodesOf } from '../flow-nodes.ts';
import { sizeOfBlock, tidyPositions } from '../positions.ts';
import { foldedInto, frameBoxes, withFolded } from './frame-nodes.ts';
import { framedOutline } from './framed-outline.ts';

const catalogue = catalogueOf([]);
const task = (id: string, ...after: string[]): Task => ({ id, value: 1, ...(after.length > 0 ? { after } : {}) });
const bare: WorkflowDocument = {
  ...{ version: 1, title: 'Framed', tasks: [task('a'), task('b', 'a'), task('c', 'b'), task('d')] },
  canvas: {
    positions: { a: { x: 0, y: 0 }, b: { x: 320, y: 0 }, c: { x: 800, y: 0 }, d: { x: 0, y: 400 } },
  },
};

function framed(document: WorkflowDocument, ...steps: string[]): { document: WorkflowDocument; id: string } {
  const made = addFrame(document, steps);
  if (!made) throw new Error('There was no step to put a frame around');
  return { document: made.document, id: made.place.slice('frame:'.length) };
}

const membersOf = (document: WorkflowDocument) => framesOf(document).map(({ steps }) => steps);

function boxOf(document: WorkflowDocument, id: string) {
  const found = frameBoxes(document, catalogue).find(({ frame }) => frame.id === id);
  if (!found) throw new Error(`${id} is not drawn`);
  return found.box;
}

test('a step is in one frame, keeps it when it is called otherwise, and leaves it when it goes', () => {
  const one = framed(bare, 'a', 'b');
  const two = framed(one.document, 'b', 'c');
  expect(membersOf(two.document)).toEqual([['a'], ['b', 'c']]);
  const renamed = renameTask(two.document, 'b', 'second')?.document ?? bare;
  expect(membersOf(renamed)).toEqual([['a'], ['second', 'c']]);
  expect(membersOf(removeTasks(renamed, ['a', 'c']))).toEqual([['second']]);
  expect(membersOf(putInFrame(two.document, ['a'], two.id))).toEqual([['b', 'c', 'a']]);
  expect(addFrame(bare, ['note:x', 'gone'])).toBeUndefined();
});

test('a frame is dragged with its steps; a step let go beside it leaves it, and one let go in it comes in', () => {
  const { document, id } = framed(bare, 'a', 'b');
  const nodes = new Map(nodesOf(document, catalogue, new Set()).map((node) => [node.id, node]));
  const place = `frame:${id}`;
  const from = nodes.get(place)?.position ?? { x: 0, y: 0 };
  const carried = dropSteps(document, new Map([[place, { x: from.x + 80, y: from.y + 40 }]]), nodes, catalogue);
  expect(carried.document.canvas?.positions).toMatchObject({ a: { x: 80, y: 40 }, b: { x: 400, y: 40 } });
  expect(membersOf(carried.document)).toEqual([['a', 'b']]);

  const away = dropSteps(document, new Map([['a', { x: 0, y: 900 }]]), nodes, catalogue);
  expect(membersOf(away.document)).toEqual([['b']]);
  const inside = dropSteps(document, new Map([['d', { x: 160, y: 8 }]]), nodes, catalogue);
  expect(membersOf(inside.document)).toEqual([['a', 'b', 'd']]);
  const both = new Map([
    ['a', { x: 0, y: 900 }],
    ['b', { x: 320, y: 900 }],
  ]);
  expect(membersOf(dropSteps(document, both, nodes, catalogue).document)).toEqual([['a', 'b']]);
});

test('tidied up, the steps of a frame stand in it and no other does', () => {
  const { document, id } = framed(bare, 'a', 'c');
  const tidy = withPositions(document, Object.fromEntries(tidyPositions(document, catalogue)));
  const box = boxOf(tidy, id);
  for (const each of tidy.tasks) {
    const at = tidy.canvas?.positions?.[each.id] ?? { x: 0, y: 0 };
    const { width, height } = sizeOfBlock(each, catalogue);
    const isOver =
      at.x < box.x + box.width && at.x + width > box.x && at.y < box.y + box.height && at.y + height > box.y;
    expect([each.id, isOver]).toEqual([each.id, ['a', 'c'].includes(each.id)]);
  }
});

test('folded, its steps are not drawn, lines lead to it, and the outline shows it alone', () => {
  const { document, id } = framed(bare, 'b', 'c');
  const folded = changeFrame(document, id, (frame) => ({ ...frame, isFolded: true }));
  expect(nodesOf(folded, catalogue, new Set()).map((node) => node.id)).toEqual([`frame:${id}`, 'a', 'd']);
  const lines = withFolded(edgesOf(folded, catalogue), foldedInto(folded));
  expect(lines.map(({ source, target }) => [source, target])).toEqual([['a', `frame:${id}`]]);
  expect(framedOutline(folded).map(({ place }) => place)).toEqual(['a', `frame:${id}`, 'd']);
  expect(framedOutline(document).map(({ place, depth }) => [place, depth])).toEqual([
    ['a', 0],
    [`frame:${id}`, 0],
    ['b', 1],
    ['c', 1],
    ['d', 0],
  ]);
});

test('a frame is copied with its steps, whether it or all of them are chosen, and is another one where it is pasted', () => {
  const { document, id } = framed(bare, 'a', 'b');
  for (const chosen of [[`frame:${id}`], ['a', 'b']]) {
    const pasted = pasteText(document, '', copyText(document, chosen) ?? '');
    expect(pasted && membersOf(pasted.document)).toEqual([
      ['a', 'b'],
      ['a_2', 'b_2'],
    ]);
    expect(new Set(framesOf(pasted?.document ?? bare).map((frame) => frame.id)).size).toBe(2);
  }
  const part = pasteText(document, '', copyText(document, ['a']) ?? '');
  expect(part && membersOf(part.document)).toEqual([['a', 'b']]);
});

test('what was said of a step stays with it when it is renamed or moved, and goes with it', () => {
  const boxed = { ...bare, tasks: [...bare.tasks, { id: 'box', tasks: [task('inner')] }] };
  const said = addComment(boxed, { step: 'a', by: 'Anna', at: 2, text: 'Why twice?' });
  const again = addComment(said, { step: 'a', by: 'Ben', at: 1, text: 'Is this needed?' });
  const renamed = renameTask(again, 'a', 'first')?.document ?? bare;
  expect(commentsAbout(renamed, 'first').map(({ by }) => by)).toEqual(['Ben', 'Anna']);
  const moved = moveTask(renamed, 'first', 'box')?.document ?? bare;
  expect(openComments(moved)).toEqual(new Map([['first', 2]]));
  expect(removeTasks(moved, ['box']).canvas?.comments).toEqual([]);
});
