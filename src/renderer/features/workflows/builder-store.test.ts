import { expect, test } from 'vitest';
import type { TogetherNews } from '../../../contract/together.ts';
import type { Workflow, WorkflowDocument, WorkflowSummary } from '../../../contract/workflows.ts';
import { openSharedDocument } from '../../../shared-document/shared-document.ts';
import { createFakeEngine, testId } from '../../engine/fake-engine.ts';
import { type Builder, createBuilder } from './builder-store.ts';
import { unsentOf } from './together/unsent.ts';

const id = testId('wfl', 1);

function workflowOf(document: WorkflowDocument, revision: number): Workflow {
  const { title } = document;
  return { id, title, tasks: 0, revision, isChanged: true, isOff: false, createdAt: 1, changedAt: 1, document };
}

/** An engine with one workflow, as it hands on what its windows change. `cut`: no call comes through. */
function open() {
  const shared = openSharedDocument({ canUndo: false });
  shared.write({ version: 1, title: 'New', tasks: [] });
  let revision = 1;
  let contributions = 0;
  let isCut = false;
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const seats: ((news: TogetherNews) => void)[] = [];
  const summary = (): WorkflowSummary => {
    const { document: _, ...rest } = workflowOf(shared.read(), revision);
    return rest;
  };
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const engine = createFakeEngine(({ workflows, together }) => ({
    workflows: {
      check: workflows.check.handler(() => ({ issues: [], warnings: [], preview: [] })),
      outputs: workflows.outputs.handler(() => ({})),
    },
    together: {
      join: together.join.handler(async function* ({ input: { vector } }) {
        if (isCut) throw new Error('cut');
        const update = text(shared.state(vector === undefined ? undefined : Buffer.from(vector, 'base64')));
        yield { kind: 'joined', seat: 'one', update, vector: text(shared.vector()), workflow: summary() };
        while (!isCut) {
          const { promise: next, resolve } = Promise.withResolvers<TogetherNews | undefined>();
          seats.push(resolve);
          void promise.then(() => resolve(undefined));
          const news = await next;
          if (!news) return;
          yield news;
        }
      }),
      contribute: together.contribute.handler(({ input: { update } }) => {
        if (isCut) throw new Error('cut');
        contributions += 1;
        shared.merge(Buffer.from(update, 'base64'));
        revision += 1;
        return summary();
      }),
      present: together.present.handler(() => ({})),
    },
  }));
  const storage = new Map<string, string>();
  const unsent = unsentOf(id, {
    getItem: (name) => storage.get(name) ?? null,
    setItem: (name, value) => void storage.set(name, value),
    removeItem: (name) => void storage.delete(name),
  });
  const build = (): Builder => {
    const workflow = workflowOf(shared.read(), revision);
    return createBuilder({ ...engine, workflow, unsent, pauseMs: 1, againMs: 1, checkAfterMs: 1 });
  };
  return {
    build,
    end,
    storage,
    contributions: () => contributions,
    kept: () => shared.read(),
    cut: (is: boolean) => {
      isCut = is;
    },
    elsewhere: (next: string) => {
      const updates: Uint8Array[] = [];
      const stop = shared.onChange((update) => updates.push(update));
      shared.write({ ...shared.read(), title: next });
      stop();
      revision += 1;
      for (const tell of seats.splice(0)) {
        for (const update of updates) tell({ kind: 'update', update: text(update), workflow: summary() });
      }
    },
    hasJoined: () => seats.length > 0,
  };
}

const title = (builder: Builder): string => builder.document().title;
const rename = (builder: Builder, next: string): void =>
  builder.edit((document) => ({ ...document, title: next }), 'title');

const addStep = (builder: Builder, name: string): void =>
  builder.edit((document) => ({ ...document, tasks: [...document.tasks, { id: name, value: 1 }] }));

test('what is typed is handed in, and undone as one', async () => {
  const { build, kept, hasJoined, end } = open();
  const builder = build();
  const leave = builder.follow();
  await expect.poll(hasJoined).toBe(true);
  for (const next of ['A', 'AB', 'ABC']) rename(builder, next);
  expect(await builder.flush()).toBe(true);
  expect(kept().title).toBe('ABC');
  expect(builder.state.getState()).toMatchObject({ saving: 'saved', kept: { title: 'ABC' } });
  builder.undo();
  expect(title(builder)).toBe('New');
  builder.redo();
  await builder.flush();
  expect(kept().title).toBe('ABC');
  leave();
  end();
});

test('what is done before it is joined is handed in then, beside what others did meanwhile', async () => {
  const { build, kept, elsewhere, end } = open();
  const builder = build();
  addStep(builder, 'early');
  elsewhere('Theirs');
  const leave = builder.follow();
  expect(await builder.flush()).toBe(true);
  expect(kept()).toMatchObject({ title: 'Theirs', tasks: [{ id: 'early' }] });
  leave();
  end();
});

test('what others change is seen, and undoing takes back only what was done here', async () => {
  const { build, elsewhere, hasJoined, kept, end } = open();
  const builder = build();
  const leave = builder.follow();
  await expect.poll(hasJoined).toBe(true);
  addStep(builder, 'mine');
  await builder.flush();
  elsewhere('Theirs');
  await expect.poll(() => title(builder)).toBe('Theirs');
  builder.undo();
  await builder.flush();
  expect(kept()).toMatchObject({ title: 'Theirs', tasks: [] });
  expect(builder.state.getState().history).toMatchObject({ canUndo: false, canRedo: true });
  leave();
  end();
});

test('what is done while the engine cannot be reached outlives the page, and is merged when it can', async () => {
  const { build, cut, kept, elsewhere, hasJoined, storage, end } = open();
  const builder = build();
  const leave = builder.follow();
  await expect.poll(hasJoined).toBe(true);
  cut(true);
  addStep(builder, 'apart');
  expect(await builder.flush()).toBe(false);
  expect(builder.state.getState().saving).toBe('failed');
  expect(storage.size).toBe(1);
  leave();
  elsewhere('Theirs');
  expect(kept().tasks).toEqual([]);
  cut(false);
  const later = build();
  const leaveLater = later.follow();
  await expect.poll(() => kept()).toMatchObject({ title: 'Theirs', tasks: [{ id: 'apart' }] });
  await expect.poll(() => storage.size).toBe(0);
  expect(later.document()).toMatchObject({ title: 'Theirs', tasks: [{ id: 'apart' }] });
  leaveLater();
  end();
});
