import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanvasFrame } from '../contract/canvas.ts';
import type { Task } from '../contract/plan-task.ts';
import { WorkflowDocument } from '../contract/workflows.ts';
import { base, edit, fetchPage, people, withTask } from './fixtures/people.ts';
import { openSharedDocument, type SharedDocument } from './shared-document.ts';

test('a document is read as it was written', () => {
  const one = openSharedDocument();
  one.write(base);
  expect(one.read()).toEqual(base);
  expect(openSharedDocument({ state: one.state() }).read()).toEqual(base);
});

test('what has not changed stays the same object, and writing it again changes nothing', () => {
  const one = openSharedDocument();
  one.write(base);
  const before = one.read();
  const heard: Uint8Array[] = [];
  one.onChange((update) => heard.push(update));
  one.write(structuredClone(before));
  one.write(before);
  expect(heard).toEqual([]);
  one.write({ ...before, title: 'Other' });
  const after = one.read();
  expect(after.title).toBe('Other');
  expect(after.tasks.every((task, index) => task === before.tasks[index])).toBe(true);
});

describe('two people apart', () => {
  test('change fields of one step, and both changes hold', () => {
    const { all, meet } = people(2);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) =>
      withTask(document, 'fetch', (task) => ({ ...task, input: { ...task.input, url: 'https://heron.example' } })),
    );
    edit(ben, (document) =>
      withTask(document, 'fetch', (task) => ({ ...task, title: 'Get it', input: { ...task.input, asText: false } })),
    );
    meet();
    expect(anna.read()).toEqual(ben.read());
    expect(anna.read().tasks[0]).toEqual({
      ...fetchPage,
      title: 'Get it',
      input: { url: 'https://heron.example', asText: false },
    });
  });

  test('add steps of the same name: both are there', () => {
    const { all, meet } = people(2);
    for (const [index, one] of all.entries()) {
      edit(one, (document) => ({ ...document, tasks: [...document.tasks, { id: 'more', value: index }] }));
    }
    meet();
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    expect(anna.read()).toEqual(ben.read());
    const more = anna.read().tasks.slice(3);
    expect(more.map(({ id }) => id)).toEqual(['more', 'more_2']);
    expect(new Set(more.map(({ value }) => value))).toEqual(new Set([0, 1]));
  });

  test('rename a step and connect it: the line goes to the renamed one', () => {
    const { all, meet } = people(2);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) => ({
      ...document,
      tasks: document.tasks.map((task) =>
        task.id === 'fetch' ? { ...task, id: 'page' } : task.id === 'choose' ? { ...task, after: ['page'] } : task,
      ),
    }));
    edit(ben, (document) => withTask(document, 'group', (task) => ({ ...task, after: ['fetch'] })));
    meet();
    expect(anna.read()).toEqual(ben.read());
    const named = new Map(anna.read().tasks.map((task) => [task.id, task]));
    expect(named.get('group')?.after).toEqual(['page']);
    expect(named.get('choose')?.after).toEqual(['page']);
  });

  test('close a circle: one line of it is left out', () => {
    const two: WorkflowDocument = {
      version: 1,
      title: 'T',
      tasks: [
        { id: 'a', value: 1 },
        { id: 'b', value: 2 },
      ],
    };
    const { all, meet } = people(2, two);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) => withTask(document, 'a', (task) => ({ ...task, after: ['b'] })));
    edit(ben, (document) => withTask(document, 'b', (task) => ({ ...task, after: ['a'] })));
    meet();
    expect(anna.read()).toEqual(ben.read());
    expect(anna.read().tasks.flatMap(({ after }) => after ?? [])).toHaveLength(1);
  });

  test('take a step out that the other one changes: who takes that back has the change', () => {
    const { all, meet } = people(2);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) => ({ ...document, tasks: document.tasks.filter(({ id }) => id !== 'fetch') }));
    edit(ben, (document) => withTask(document, 'fetch', (task) => ({ ...task, title: 'Kept' })));
    meet();
    expect(ben.read().tasks.map(({ id }) => id)).toEqual(['choose', 'group']);
    anna.undo();
    meet();
    expect(ben.read().tasks[0]).toEqual({ ...fetchPage, title: 'Kept' });
  });

  test('put a case before and a step into one: the step is in the case it was put into', () => {
    const { all, meet } = people(2);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) =>
      withTask(document, 'choose', (task) => ({
        ...task,
        switch: {
          ...task.switch,
          cases: [{ is: 0, tasks: [{ id: 'zero', value: 0 }] }, ...(task.switch?.cases ?? [])],
        },
      })),
    );
    edit(ben, (document) =>
      withTask(document, 'choose', (task) => ({
        ...task,
        switch: {
          ...task.switch,
          cases: (task.switch?.cases ?? []).map((each) =>
            'is' in each ? { ...each, tasks: [...each.tasks, { id: 'new', value: 'x' }] } : each,
          ),
        },
      })),
    );
    meet();
    expect(anna.read()).toEqual(ben.read());
    const cases = anna.read().tasks[1]?.switch?.cases ?? [];
    expect(cases.map(({ tasks }) => tasks.map(({ id }) => id))).toEqual([['zero'], ['one'], ['two', 'new']]);
  });

  test('undo takes back what one did oneself, not what the other did', () => {
    const { all, meet } = people(2);
    const [anna, ben] = all as [SharedDocument, SharedDocument];
    edit(anna, (document) => ({ ...document, title: 'Hers' }));
    meet();
    edit(ben, (document) => ({ ...document, title: 'His', input: { folder: '/his' } }));
    meet();
    anna.undo();
    meet();
    expect(anna.read()).toMatchObject({ title: 'His', input: { folder: '/his' } });
    ben.undo();
    meet();
    expect(anna.read()).toMatchObject({ title: 'Hers', input: { folder: '/notes' } });
    expect(anna.canUndo()).toBe(false);
  });
});

test('what is typed is undone as one, and is there again', () => {
  const one = openSharedDocument();
  one.write(base);
  for (const title of ['N', 'Ne', 'New']) one.write({ ...one.read(), title }, 'title');
  one.undo();
  expect(one.read().title).toBe('Pages');
  one.redo();
  expect(one.read().title).toBe('New');
});

type Act = { who: number; kind: number; a: number; b: number };

/** Something that a person does in the builder, chosen by numbers. */
function act(document: WorkflowDocument, { who, kind, a, b }: Act): WorkflowDocument {
  const { tasks } = document;
  const at = tasks[a % Math.max(1, tasks.length)];
  const other = tasks[b % Math.max(1, tasks.length)];
  const kinds: (() => WorkflowDocument)[] = [
    () => ({ ...document, tasks: [...tasks, { id: freeId(tasks, `s${a % 6}`), value: who }] }),
    () => ({ ...document, tasks: [...tasks, { id: freeId(tasks, `g${a % 4}`), tasks: [{ id: 'x', value: b }] }] }),
    () =>
      at ? { ...document, tasks: tasks.filter((task) => task !== at).map((task) => without(task, at.id)) } : document,
    () => (at ? withTask(document, at.id, (task) => ({ ...task, title: `t${b}` })) : document),
    () =>
      at && other && at !== other
        ? withTask(document, at.id, (task) => ({ ...task, after: [...new Set([...(task.after ?? []), other.id])] }))
        : document,
    () =>
      at
        ? {
            ...document,
            canvas: { ...document.canvas, positions: { ...document.canvas?.positions, [at.id]: { x: a, y: b } } },
          }
        : document,
    () =>
      at?.tasks
        ? withTask(document, at.id, (task) => ({
            ...task,
            tasks: [...(task.tasks ?? []), { id: freeId(task.tasks ?? [], 'y'), value: b }],
          }))
        : document,
    () => (at && other ? { ...document, canvas: framed(document.canvas, a % 3, at.id, other.id) } : document),
    () => ({ ...document, tasks: tasks.toReversed() }),
    () => ({ ...document, input: { ...document.input, [`k${a % 3}`]: b } }),
  ];
  return kinds[kind % kinds.length]?.() ?? document;
}

function frameOf(id: string, ...steps: string[]): CanvasFrame {
  return { id, title: id, colour: 'plain', steps };
}

function framed(canvas: WorkflowDocument['canvas'], number: number, ...steps: string[]): WorkflowDocument['canvas'] {
  const id = `frame_${number}`;
  const others = (canvas?.frames ?? []).flatMap((frame) => {
    const left = frame.steps.filter((step) => !steps.includes(step));
    return frame.id === id || left.length === 0 ? [] : [{ ...frame, steps: left }];
  });
  return { ...canvas, frames: [...others, frameOf(id, ...new Set(steps))] };
}

function freeId(tasks: readonly Task[], wanted: string): string {
  const ids = new Set(tasks.map(({ id }) => id));
  let number = 1;
  while (ids.has(`${wanted}_${number}`)) number += 1;
  return `${wanted}_${number}`;
}

function without(task: Task, gone: string): Task {
  return task.after ? { ...task, after: task.after.filter((id) => id !== gone) } : task;
}

test('eight people who meet now and then agree on a valid document in the end', () => {
  const acts = fc.record({ who: fc.nat(7), kind: fc.nat(12), a: fc.nat(30), b: fc.nat(30) });
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 60 }), (list) => {
      const { all } = people(8);
      for (const [index, one] of list.entries()) {
        const person = all[one.who];
        if (!person) continue;
        if (one.kind === 10) person.undo();
        else if (one.kind === 11) person.redo();
        else if (one.kind === 12) person.merge(all[index % 8]?.state(person.vector()) ?? new Uint8Array());
        else edit(person, (document) => act(document, one));
        expect(WorkflowDocument.safeParse(person.read()).error).toBeUndefined();
      }
      const [first, ...rest] = all as [SharedDocument, ...SharedDocument[]];
      for (const each of rest) first.merge(each.state(first.vector()));
      for (const each of rest) each.merge(first.state(each.vector()));
      for (const each of rest) expect(each.read()).toEqual(first.read());
      const again = openSharedDocument({ state: first.state() });
      expect(again.read()).toEqual(first.read());
      again.write(structuredClone(first.read()));
      expect(again.read()).toEqual(first.read());
    }),
    { numRuns: Number(process.env['HERON_PROPERTY_RUNS'] ?? 60) },
  );
});
