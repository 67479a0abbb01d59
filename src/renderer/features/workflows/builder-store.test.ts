import { expect, test } from 'vitest';
import type { Workflow, WorkflowDocument } from '../../../contract/workflows.ts';
import { createFakeEngine, testEvent, testId } from '../../engine/fake-engine.ts';
import { type Builder, createBuilder } from './builder-store.ts';

const id = testId('wfl', 1);

function workflowOf(document: WorkflowDocument, revision: number): Workflow {
  const { title } = document;
  return { id, title, tasks: 0, revision, isChanged: true, createdAt: 1, changedAt: 1, document };
}

/** An engine with one workflow: it refuses what is made from an older revision. */
function open() {
  let kept = workflowOf({ version: 1, title: 'New', tasks: [] }, 1);
  let saves = 0;
  const engine = createFakeEngine(({ workflows: os }) => ({
    workflows: {
      save: os.save.handler(({ input: { baseRevision, document }, errors }) => {
        saves += 1;
        if (baseRevision !== kept.revision) {
          throw errors.FAILURE({ data: { code: 'conflict', message: 'It was changed', details: { workflow: kept } } });
        }
        kept = workflowOf(document, kept.revision + 1);
        return kept;
      }),
      get: os.get.handler(() => kept),
      check: os.check.handler(() => ({ issues: [], warnings: [], preview: [] })),
      outputs: os.outputs.handler(() => ({})),
    },
  }));
  const builder = createBuilder({ ...engine, workflow: kept, saveAfterMs: 1, checkAfterMs: 1 });
  builder.follow();
  return {
    builder,
    saves: () => saves,
    kept: () => kept,
    elsewhere: (title: string) => {
      kept = workflowOf({ ...kept.document, title }, kept.revision + 1);
    },
    hear: () =>
      engine.emit(testEvent('workflow.saved', { workflowId: id, title: kept.title, revision: kept.revision })),
  };
}

const title = (builder: Builder): string => builder.document().title;
const rename = (builder: Builder, next: string): void =>
  builder.edit((document) => ({ ...document, title: next }), 'title');

test('what is typed is saved once it pauses, and a save begins where the last one ended', async () => {
  const { builder, saves, kept } = open();
  for (const next of ['A', 'AB', 'ABC']) rename(builder, next);
  expect(await builder.flush()).toBe(true);
  expect(kept()).toMatchObject({ title: 'ABC', revision: 2 });
  expect(saves()).toBe(1);
  builder.undo();
  expect(await builder.flush()).toBe(true);
  expect(kept()).toMatchObject({ title: 'New', revision: 3 });
  builder.redo();
  await builder.flush();
  expect(title(builder)).toBe('ABC');
});

test('what somebody else saved is taken where nothing waits here, and can be undone', async () => {
  const { builder, elsewhere, hear } = open();
  elsewhere('Theirs');
  hear();
  await expect.poll(() => title(builder)).toBe('Theirs');
  expect(builder.state.getState().saving).toBe('saved');
  builder.undo();
  expect(title(builder)).toBe('New');
});

test('where both changed it, nothing is lost: theirs or the own', async () => {
  for (const which of ['theirs', 'own'] as const) {
    const { builder, elsewhere, kept } = open();
    elsewhere('Theirs');
    rename(builder, 'Mine');
    expect(await builder.flush()).toBe(false);
    expect(builder.state.getState()).toMatchObject({ saving: 'conflict', theirs: { title: 'Theirs' } });
    await builder.settle(which);
    expect(title(builder)).toBe(which === 'theirs' ? 'Theirs' : 'Mine');
    expect(kept().title).toBe(which === 'theirs' ? 'Theirs' : 'Mine');
    if (which === 'own') continue;
    builder.undo();
    await builder.flush();
    expect(kept().title).toBe('Mine');
  }
});
