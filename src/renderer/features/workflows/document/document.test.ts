import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task } from '../../../../contract/plan-task.ts';
import { openSharedDocument } from '../../../../shared-document/shared-document.ts';
import { WorkflowDocument } from '../../../../contract/workflows.ts';
import { align, copyText, duplicateTasks, pasteText } from './clipboard.ts';
import {
  addTask,
  connect,
  disconnect,
  isBlank,
  moveTask,
  removeTasks,
  renameTask,
  whyNotAfter,
  withPositions,
} from './edit.ts';
import { freeId } from './names.ts';
import { listOf, taskAt, tasksIn, withTask } from './place.ts';
import { namesInScope } from './scope.ts';
import { idsBefore, outlineOf, placeOfPath } from './walk.ts';
import { addTrigger, removeTriggers, triggerAt, withTrigger } from './triggers.ts';

const empty: WorkflowDocument = { version: 1, title: 'New', tasks: [] };
const find: Task = { id: 'find', action: 'files.find', input: { path: '/a' } };
const zip: Task = { id: 'zip', action: 'archive.create', input: { source: '{{ tasks.find.output.path }}' } };
const choose: Task = {
  id: 'choose',
  switch: {
    cases: [{ when: 'true', tasks: [{ id: 'nothing', value: null }] }],
    otherwise: [{ id: 'nothing_2', value: null }],
  },
};
const each: Task = { id: 'each', forEach: { in: [1] }, tasks: [{ id: 'one', value: 1 }] };

function built(...tasks: Task[]): WorkflowDocument {
  return tasks.reduce((document, task) => addTask(document, '', task, { x: 1, y: 2 }).document, empty);
}

test('a task is added under a name of its own, at its point, and goes without leaving a trace', () => {
  const { document, place } = addTask(built(find), '', find, { x: 10.4, y: 20 });
  expect(place).toBe('find_2');
  expect(document.canvas?.positions?.['find_2']).toEqual({ x: 10, y: 20 });
  const left = removeTasks(connect(document, 'find', 'find_2'), ['find']);
  expect(taskAt(left, 'find_2')?.after).toBeUndefined();
  expect(left.canvas?.positions).toEqual({ find_2: { x: 10, y: 20 } });
  expect(freeId('makeFolder', new Set())).toBe('make_folder');
});

test('a list never stays empty: the first task takes the place of nothing, and nothing that of the last', () => {
  const document = built(choose);
  const { document: filled, place } = addTask(document, 'choose/0', find);
  expect(tasksIn(filled, 'choose/0').map(({ id }) => id)).toEqual(['find']);
  const emptied = removeTasks(filled, [place]);
  expect(tasksIn(emptied, 'choose/0').every(isBlank)).toBe(true);
  expect(tasksIn(emptied, 'choose/:otherwise')).toBe(tasksIn(document, 'choose/:otherwise'));
  expect(WorkflowDocument.safeParse(emptied).success).toBe(true);
});

test('expressions can name what does not wait for their step, by whatever way, and what is around it', () => {
  const ids = (place: string): string[] => namesInScope(document, place).steps.map(({ id }) => id);
  const mail: Task = { id: 'mail', action: 'notify.show', input: { text: '{{ tasks.zip.output.path }}' } };
  const document = built(find, zip, mail, each, choose);
  expect(ids('find')).toEqual(['each', 'choose']);
  expect(ids('zip')).toEqual(['find', 'each', 'choose']);
  expect(ids('mail')).toEqual(['find', 'zip', 'each', 'choose']);
  expect(ids('each/one')).toEqual(['find', 'zip', 'mail', 'choose']);
  expect(namesInScope(document, 'each/one').names).toEqual(['item', 'index']);
});

test('what would wait for itself, in a circle or over the edge of a box is refused with the reason', () => {
  const document = built(find, zip, each);
  expect(whyNotAfter(document, 'find', 'zip')).toBeUndefined();
  expect(whyNotAfter(document, 'zip', 'zip')).toMatch('itself');
  // The expression of zip names find already.
  expect(whyNotAfter(document, 'zip', 'find')).toMatch('wait for each other');
  expect(whyNotAfter(document, 'find', 'each/one')).toMatch('side by side');
  expect(whyNotAfter(document, 'each', 'each/one')).toMatch('part of it');
});

test('to disconnect takes the order and the mapping, and nothing else', () => {
  const document = withTask(connect(built(find, zip), 'find', 'zip'), 'zip', (task) => ({
    ...task,
    input: { ...task.input, destination: 'kept', note: 'see {{ tasks.find.output.path }} there' },
  }));
  expect(taskAt(disconnect(document, 'find', 'zip'), 'zip')).toEqual({
    ...{ id: 'zip', action: 'archive.create' },
    input: { destination: 'kept', note: 'see {{ tasks.find.output.path }} there' },
  });
});

test('with another id, all that names the task names it anew', () => {
  const document = withTask(connect(built(find, zip), 'find', 'zip'), 'zip', (task) => ({
    ...task,
    when: 'tasks.find.output',
  }));
  const renamed = renameTask(document, 'find', 'search');
  expect(taskAt(renamed?.document ?? empty, 'zip')).toMatchObject({
    ...{ after: ['search'], when: 'tasks.search.output' },
    input: { source: '{{ tasks.search.output.path }}' },
  });
  expect(renamed?.document.canvas?.positions).toHaveProperty('search');
  expect(renameTask(document, 'find', 'zip')).toBeUndefined();
  expect(renameTask(document, 'find', 'No')).toBeUndefined();
});

test('copied steps are a plan as text, and pasted they speak of each other and not of the old ones', () => {
  const document = connect(built(find, zip), 'find', 'zip');
  const text = copyText(document, ['find', 'zip']) ?? '';
  const pasted = pasteText(document, '', text);
  expect(pasted?.places).toEqual(['find_2', 'zip_2']);
  expect(taskAt(pasted?.document ?? empty, 'zip_2')).toMatchObject({
    after: ['find_2'],
    input: { source: '{{ tasks.find_2.output.path }}' },
  });
  expect(pasteText(empty, '', text)?.places).toEqual(['find', 'zip']);
  expect(pasteText(document, '', 'hello')).toBeUndefined();
  expect(pasteText(document, '', '{"version":1}')).toBeUndefined();
  expect(duplicateTasks(document, ['zip'])?.places).toEqual(['zip_2']);
  const inside = pasteText(built(each), 'each', text);
  expect(inside?.places).toEqual(['each/find', 'each/zip']);
});

test('triggers are copied as text with the steps, alone too, and a pasted webhook is another one [UI-08]', () => {
  const webhook = { id: 'call', title: 'Orders', start: { kind: 'webhook' as const, perMinute: 5 }, x: 0, y: 0 };
  const time = { kind: 'interval' as const, everyMs: 60_000 };
  const start = {
    kind: 'schedule' as const,
    time,
    missed: 'once' as const,
    overlap: 'merge' as const,
    results: 'own' as const,
  };
  const hourly = { id: 'hourly', start, input: { a: 1 }, isOff: true as const, x: 0, y: 90 };
  const document = { ...built(find), triggers: [webhook, hourly] };
  const text = copyText(document, ['find', 'trigger:call', 'trigger:hourly']) ?? '';
  const same = pasteText(document, '', text);
  expect(same?.places).toEqual(['find_2', expect.stringMatching(/^trigger:call_[0-9a-f]{8}$/), 'trigger:hourly_2']);
  expect(same?.document.triggers?.[2]).toMatchObject({ title: 'Orders', start: { perMinute: 5 }, x: 0, y: 80 });
  const other = pasteText({ ...empty, triggers: [] }, '', copyText(document, ['trigger:call', 'trigger:hourly']) ?? '');
  expect(other?.document.tasks).toEqual([]);
  expect(other?.document.triggers?.[1]).toEqual({ ...hourly, x: 0, y: 170 });
  // Cut and pasted it is not the old one either.
  expect(other?.places[0]).not.toBe('trigger:call');
  expect(duplicateTasks(document, ['trigger:hourly'])?.places).toEqual(['trigger:hourly_2']);
  expect(pasteText(document, '', '{"version":1,"title":"None","tasks":[]}')).toBeUndefined();
});

test('a task moves into a box and out of it, and never into itself', () => {
  const document = connect(built(find, each), 'find', 'each');
  const moved = moveTask(document, 'find', 'each');
  expect(moved?.place).toBe('each/find');
  expect(taskAt(moved?.document ?? empty, 'each')?.after).toBeUndefined();
  expect(moved?.document.canvas?.positions).not.toHaveProperty('find');
  expect(moveTask(document, 'each', 'each')).toBeUndefined();
  const out = moveTask(moved?.document ?? empty, 'each/find', '', { x: 5, y: 6 });
  expect(out?.document.canvas?.positions?.['find']).toEqual({ x: 5, y: 6 });
});

test('aligned boxes share an edge', () => {
  const boxes = [
    { id: 'find', x: 0, y: 0, width: 100, height: 10 },
    { id: 'zip', x: 50, y: 30, width: 200, height: 20 },
  ];
  expect(align(built(find, zip), boxes, 'right').canvas?.positions).toEqual({
    find: { x: 150, y: 0 },
    zip: { x: 50, y: 30 },
  });
  expect(align(built(find, zip), boxes, 'top').canvas?.positions?.['zip']).toEqual({ x: 50, y: 0 });
});

test('an issue leads to the task it is about, however deep', () => {
  const document = addTask(built(find, choose), 'choose/:otherwise', find).document;
  expect(placeOfPath(document, 'tasks.0.input.path')).toEqual({ place: 'find', field: 'input.path' });
  expect(placeOfPath(document, 'tasks.1.switch.otherwise.0.input.path')).toEqual({
    place: 'choose/:otherwise/find_2',
    field: 'input.path',
  });
  expect(placeOfPath(document, 'tasks.1.switch.cases.0.when')).toEqual({
    place: 'choose',
    field: 'switch.cases.0.when',
  });
  expect(placeOfPath(document, 'title')).toBeUndefined();
  expect(outlineOf(document).map(({ place, depth }) => [place, depth])).toEqual([
    ['find', 0],
    ['choose', 0],
    ['choose/0/nothing', 1],
    ['choose/:otherwise/find_2', 1],
  ]);
});

/** Any sequence of changes leaves a document that the contract takes, and undoing all of it gives back the first. */
test('whatever is done can be undone and done again, and the document stays one', () => {
  const step = fc.record({ kind: fc.nat(7), a: fc.nat(30), b: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const first = built(find, zip, choose, each);
      const engine = openSharedDocument();
      engine.write(first);
      const here = openSharedDocument({ state: engine.state() });
      for (const { kind, a, b } of steps) here.write(changed(here.read(), kind, a, b));
      const last = here.read();
      expect(WorkflowDocument.safeParse(last).error).toBeUndefined();
      while (here.canUndo()) here.undo();
      expect(here.read()).toEqual(first);
      while (here.canRedo()) here.redo();
      expect(here.read()).toEqual(last);
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 100) },
  );
});

function changed(document: WorkflowDocument, kind: number, a: number, b: number): WorkflowDocument {
  const rows = outlineOf(document);
  const one = rows[a % Math.max(1, rows.length)]?.place ?? '';
  const other = rows[b % Math.max(1, rows.length)]?.place ?? '';
  switch (kind) {
    case 0:
      return addTask(document, one === '' ? '' : listOf(one), [find, zip, choose, each][b % 4] ?? find).document;
    case 1:
      return removeTasks(document, [one, other]);
    case 2:
      return whyNotAfter(document, one, other) === undefined ? connect(document, one, other) : document;
    case 3:
      return one === '' ? document : disconnect(document, other, one);
    case 4:
      return (one && moveTask(document, one, listOf(other))?.document) || document;
    case 5:
      return (one && renameTask(document, one, `r${b}`)?.document) || document;
    case 6:
      return duplicateTasks(document, one ? [one] : [])?.document ?? document;
    default:
      return document.tasks[0] ? withPositions(document, { [document.tasks[0].id]: { x: a, y: b } }) : document;
  }
}

test('triggers are added with names of their own, changed, doubled and taken out', () => {
  const start = { kind: 'manual' } as const;
  const one = addTrigger({ version: 1, title: 'T', tasks: [] }, { name: 'by_hand', start }, { x: 1.4, y: 2 });
  expect(one).toMatchObject({ place: 'trigger:by_hand', document: { triggers: [{ id: 'by_hand', x: 1, y: 2 }] } });
  const off = withTrigger(one.document, 'by_hand', (trigger) => ({ ...trigger, isOff: true }));
  const two = duplicateTasks(off, ['trigger:by_hand']);
  expect(two?.document.triggers).toMatchObject([
    { id: 'by_hand', isOff: true },
    { id: 'by_hand_2', isOff: true, x: 1, y: 82 },
  ]);
  expect(triggerAt(two!.document, 'trigger:by_hand_2')?.id).toBe('by_hand_2');
  expect(removeTriggers(two!.document, ['by_hand']).triggers?.map(({ id }) => id)).toEqual(['by_hand_2']);
  expect(duplicateTasks(off, ['trigger:other'])).toBeUndefined();
});

test('a step waits for those before it, and not for what is inside of it', () => {
  const loop: Task = {
    id: 'loop',
    after: ['find'],
    tasks: [{ id: 'count', action: 'text.countWords', input: { path: '{{ file }}' } }],
    output: '{{ tasks.list.output.count }} {{ tasks.count.output.words }}',
  };
  expect(idsBefore(loop).toSorted()).toEqual(['find', 'list']);
});
