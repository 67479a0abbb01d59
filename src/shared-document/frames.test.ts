import { expect, test } from 'vitest';
import type { CanvasFrame } from '../contract/canvas.ts';
import { base, edit, people } from './fixtures/people.ts';
import type { SharedDocument } from './shared-document.ts';

function frameOf(id: string, ...steps: string[]): CanvasFrame {
  return { id, title: id, colour: 'plain', steps };
}

test('two who are apart put steps into one frame and rename them: all of them are in it, one that both put elsewhere is in one', () => {
  const { all, meet } = people(2);
  const [anna, ben] = all as [SharedDocument, SharedDocument];
  edit(anna, (document) => ({
    ...document,
    tasks: document.tasks.map((task) => (task.id === 'fetch' ? { ...task, id: 'page' } : task)),
    canvas: { ...document.canvas, frames: [frameOf('frame_1', 'page', 'choose', 'group')] },
  }));
  edit(ben, (document) => ({
    ...document,
    canvas: {
      ...document.canvas,
      frames: [frameOf('frame_1', 'fetch'), frameOf('frame_2', 'choose', 'group')],
      comments: [],
    },
  }));
  meet();
  expect(anna.read()).toEqual(ben.read());
  const frames = anna.read().canvas?.frames ?? [];
  expect(frames.flatMap(({ steps }) => steps).toSorted()).toEqual(['choose', 'group', 'page']);
  expect(frames.find(({ id }) => id === 'frame_1')?.steps).toContain('page');
  ben.undo();
  meet();
  expect(anna.read().canvas?.comments).toEqual(base.canvas?.comments);
});
