import { afterAll, beforeAll, expect, test } from 'vitest';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import type { Task } from '../../src/contract/plan-task.ts';
import { WorkflowDocument } from '../../src/contract/workflows.ts';
import { type Builder, createBuilder } from '../../src/renderer/features/workflows/builder-store.ts';
import type { Unsent } from '../../src/renderer/features/workflows/together/unsent.ts';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const client = () => served.engine().client;
const windows = 8;
/** How many steps of its own a window has at most. */
const mostOwn = 12;
/** How many things are done in all; the whole property is shown with 10,000: `HERON_TOGETHER_ACTS=10000`. */
const acts = Number(process.env['HERON_TOGETHER_ACTS'] ?? 400);

const start: WorkflowDocument = { version: 1, title: 'Together', tasks: [{ id: 'first', value: 1 }] };

/** A window, that can be cut off: calls fail, and what it follows ends. */
async function openWindow(workflowId: string) {
  let isCut = false;
  let ends: (() => void)[] = [];
  const whenOnline = async (): Promise<void> => {
    while (isCut) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const cutting = {
    workflows: client().workflows,
    together: {
      present: client().together.present,
      join: async (...given: Parameters<ReturnType<typeof client>['together']['join']>) => {
        const stream = await client().together.join(...given);
        ends.push(() => void stream.return?.());
        return stream;
      },
      contribute: (...given: Parameters<ReturnType<typeof client>['together']['contribute']>) =>
        isCut ? Promise.reject(new Error('cut')) : client().together.contribute(...given),
    },
  } as unknown as ReturnType<typeof client>;
  const unsent: Unsent = { read: () => [], keep: () => undefined };
  const workflow = await client().workflows.get({ workflowId });
  const builder = createBuilder({
    ...{ client: cutting, subscribe: () => () => undefined, whenOnline, workflow, unsent },
    ...{ pauseMs: 1, againMs: 1, checkAfterMs: 60_000 },
  });
  const leave = builder.follow();
  return {
    builder,
    leave,
    cut: (is: boolean): void => {
      isCut = is;
      if (is) for (const end of ends) end();
      ends = [];
    },
  };
}

/** The same numbers each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function addStep(builder: Builder, id: string, after: readonly string[]): void {
  builder.edit((document) => ({
    ...document,
    tasks: [...document.tasks, { id, value: 0, ...(after.length > 0 ? { after: [...after] } : {}) }],
  }));
}

function change(builder: Builder, id: string, next: (task: Task) => Task): void {
  builder.edit((document) => ({
    ...document,
    tasks: document.tasks.map((task) => (task.id === id ? next(task) : task)),
  }));
}

test('eight windows that are cut off now and then agree in the end, and nothing that was kept is lost [UI-09, X-11]', async () => {
  const { id } = await client().workflows.create({ document: start });
  const all = await Promise.all(Array.from({ length: windows }, () => openWindow(id)));
  const pick = random(7);
  const added = new Set<string>();
  const removed = new Set<string>();
  const titles = new Map<string, string>();
  for (let number = 0; number < acts; number += 1) {
    const who = pick(windows);
    const one = all[who]!;
    const own = one.builder.document().tasks.filter((task) => task.id.startsWith(`w${who}_`));
    const any = one.builder.document().tasks;
    const kind = pick(10);
    if (kind < 4 && own.length >= mostOwn) {
      // Only who made it takes it out; so the workflow stays as large as one that people build, however much is done.
      const gone = own[pick(own.length)]!.id;
      one.builder.edit((document) => ({ ...document, tasks: document.tasks.filter((task) => task.id !== gone) }));
      added.delete(gone);
      titles.delete(gone);
      removed.add(gone);
    } else if (kind < 4) {
      const name = `w${who}_${number}`;
      addStep(one.builder, name, any.length > 1 ? [any[pick(any.length)]!.id] : []);
      if (one.builder.document().tasks.some((task) => task.id === name)) added.add(name);
    } else if (kind < 7 && own.length > 0) {
      // Nobody else gives titles to these.
      const task = own[pick(own.length)]!;
      change(one.builder, task.id, (before) => ({ ...before, title: `t${number}` }));
      titles.set(task.id, `t${number}`);
    } else if (kind < 8) {
      const [from, to] = [any[pick(any.length)]!, any[pick(any.length)]!];
      if (from !== to) {
        change(one.builder, to.id, (task) => ({ ...task, after: [...new Set([...(task.after ?? []), from.id])] }));
      }
    } else if (kind < 9) {
      one.cut(true);
    } else {
      one.cut(false);
    }
    if (pick(4) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const { cut } of all) cut(false);
  const texts = (): Set<string> => new Set(all.map(({ builder }) => JSON.stringify(builder.document())));
  await expect
    .poll(async () => (await Promise.all(all.map(({ builder }) => builder.flush()))).every(Boolean), {
      timeout: 60_000,
    })
    .toBe(true);
  await expect.poll(() => texts().size, { timeout: 60_000 }).toBe(1);

  const { document } = await client().workflows.get({ workflowId: id });
  expect(WorkflowDocument.safeParse(document).error).toBeUndefined();
  const there = new Map(document.tasks.map((task) => [task.id, task]));
  expect([...added].filter((name) => !there.has(name))).toEqual([]);
  expect([...removed].filter((name) => there.has(name))).toEqual([]);
  for (const [name, title] of titles) expect(there.get(name)?.title).toBe(title);
  expect(all[0]!.builder.document().tasks).toEqual(document.tasks);

  // Undoing takes back one's own alone.
  const others = document.tasks.filter((task) => !task.id.startsWith('w0_'));
  const { builder } = all[0]!;
  while (builder.state.getState().history.canUndo) builder.undo();
  await builder.flush();
  expect(builder.state.getState()).toMatchObject({ saving: 'saved', failure: undefined });
  const left = (await client().workflows.get({ workflowId: id })).document.tasks;
  expect(left.some((task) => task.id.startsWith('w0_'))).toBe(false);
  expect(left.map((task) => task.id)).toEqual(others.map((task) => task.id));
  for (const { leave } of all) leave();
}, 900_000);

test('what is saved in one go, and an older version that is restored, come to the windows that have it open', async () => {
  const { id, revision } = await client().workflows.create({ document: start });
  const one = await openWindow(id);
  await expect.poll(() => one.builder.flush()).toBe(true);
  addStep(one.builder, 'mine', []);
  await one.builder.flush();
  await expect(
    client().workflows.save({ workflowId: id, baseRevision: revision, document: start }),
  ).rejects.toMatchObject({ code: 'conflict' });
  const { document, revision: now } = await client().workflows.get({ workflowId: id });
  await client().workflows.publish({ workflowId: id, baseRevision: now });
  await client().workflows.save({ workflowId: id, baseRevision: now, document: { ...document, title: 'By a script' } });
  await expect.poll(() => one.builder.document().title).toBe('By a script');
  await one.builder.restore(1);
  await expect.poll(() => one.builder.document().title).toBe('Together');
  expect(one.builder.document().tasks.map((task) => task.id)).toEqual(['first', 'mine']);
  one.leave();
});

test('it is the same after the engine ended', async () => {
  const { id } = await client().workflows.create({ document: start });
  const before = await openWindow(id);
  addStep(before.builder, 'kept', ['first']);
  expect(await before.builder.flush()).toBe(true);
  const document = before.builder.document();
  before.leave();
  await served.restart();
  const after = await openWindow(id);
  await expect.poll(() => after.builder.state.getState().history).toMatchObject({ present: document });
  addStep(after.builder, 'more', ['kept']);
  expect(await after.builder.flush()).toBe(true);
  expect((await client().workflows.get({ workflowId: id })).document.tasks.map((task) => task.id)).toEqual([
    'first',
    'kept',
    'more',
  ]);
  after.leave();
});

test('bytes that are no change, or would leave no workflow, are refused and nothing is kept', async () => {
  const { id, revision } = await client().workflows.create({ document: start });
  const contribute = (update: string) => client().together.contribute({ workflowId: id, seat: 'none', update });
  await expect(contribute(Buffer.from('nonsense').toString('base64'))).rejects.toMatchObject({ code: 'invalid-input' });
  const Y = await import('yjs');
  const doc = new Y.Doc();
  doc.getMap('document').set('title', 7);
  doc.getMap('document').set('extra', new Y.Text('x'));
  const bytes = Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  await expect(contribute(bytes)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('extra'),
  });
  expect(await client().workflows.get({ workflowId: id })).toMatchObject({ revision, document: start });
  const one = await openWindow(id);
  await expect.poll(() => one.builder.flush()).toBe(true);
  expect(one.builder.document().title).toBe('Together');
  one.leave();
});

test('the value of a secret stays in no draft, no other window and no byte that is stored', async () => {
  const value = 'correct-horse-battery-staple';
  await client().secrets.set({ name: 'pass', value });
  const { id } = await client().workflows.create({ document: start });
  const [one, other] = [await openWindow(id), await openWindow(id)];
  change(one.builder, 'first', (task) => ({ ...task, value: `with ${value} in it` }));
  expect(await one.builder.flush()).toBe(true);
  for (const { builder } of [one, other]) {
    await expect.poll(() => JSON.stringify(builder.document())).not.toContain(value);
    await expect.poll(() => JSON.stringify(builder.document())).toContain('in it');
  }
  const database = new Sqlite(join(served.folder, 'heron.db'), { readonly: true });
  const rows = database
    .prepare<[string, string], { bytes: Uint8Array }>(
      'SELECT state AS bytes FROM shared_workflows WHERE workflow_id = ? UNION ALL SELECT bytes FROM shared_workflow_updates WHERE workflow_id = ?',
    )
    .all(id, id);
  database.close();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ bytes }) => Buffer.from(bytes).includes(value))).toEqual([]);
  for (const { leave } of [one, other]) leave();
});

test('who is there, and where, is told to the others and ends with the window', async () => {
  const { id } = await client().workflows.create({ document: start });
  const [anna, ben] = [await openWindow(id), await openWindow(id)];
  anna.builder.present({ name: 'Anna', selection: ['first'], cursor: { x: 3, y: 4 } });
  await expect
    .poll(() => ben.builder.state.getState().people)
    .toMatchObject([{ name: 'Anna', selection: ['first'], cursor: { x: 3, y: 4 } }]);
  expect(anna.builder.state.getState().people).toEqual([]);
  anna.leave();
  await expect.poll(() => ben.builder.state.getState().people).toEqual([]);
  ben.leave();
});
