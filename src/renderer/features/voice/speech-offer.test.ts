// @vitest-environment jsdom
import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { LocalModel } from '../../../contract/local-models.ts';
import { openPage } from '../../app/fake-page.ts';
import { createFakeEngine, testEvent } from '../../engine/fake-engine.ts';
import { SpeechOffer } from './speech-offer.tsx';

function modelOf(id: string, size: number, more: Partial<LocalModel> = {}): LocalModel {
  return {
    ...{ id, name: id, kind: 'speech' as const, about: '', licence: 'MIT' },
    ...{ isOwn: false, state: 'absent' as const, received: 0, size, found: [], usedBy: [] },
    files: [{ name: 'model.bin', address: 'https://models.test/model.bin' }],
    ...more,
  };
}

async function openOffer(models: LocalModel[]) {
  const asked: string[] = [];
  const engine = createFakeEngine((os) => ({
    localModels: {
      list: os.localModels.list.handler(() => ({ models, folder: '/models', free: 1e9 })),
      download: os.localModels.download.handler(({ input }) => {
        asked.push(`download ${input.modelId}`);
        models = models.map((each) => (each.id === input.modelId ? { ...each, state: 'downloading' } : each));
        return modelOf(input.modelId, 1, { state: 'downloading' });
      }),
    },
    settings: {
      update: os.settings.update.handler(({ input }) => {
        asked.push(JSON.stringify(input));
        throw new Error('not kept here');
      }),
    },
  }));
  const page = await openPage(engine, createElement(SpeechOffer));
  let starts = 0;
  page.heron.voice.start = () => void (starts += 1);
  await page.settle();
  return {
    ...{ page, asked, starts: () => starts },
    tell: (change: Partial<LocalModel>) =>
      page.settle(() => {
        models = models.map((each) => ({ ...each, ...change }));
        const { id: modelId, name } = models[0] ?? modelOf('none', 1);
        engine.emit(testEvent('download.completed', { modelId, name, files: [] }));
      }),
  };
}

test('the smallest model for speech is offered with its size, and tried as soon as it is here [MM-01]', async () => {
  const large = modelOf('base', 148_000_000);
  const voice = modelOf('piper', 60_000_000, { kind: 'voice' });
  const { page, asked, starts, tell } = await openOffer([large, modelOf('tiny', 77_700_000), voice]);
  await page.click(page.find('button', 'Download a model for speech (74.1 MiB)'));
  expect(asked).toEqual(['download tiny']);
  expect(starts()).toBe(0);
  await tell({ state: 'ready' });
  await expect.poll(starts).toBe(1);
  await page.close();
});

test('where a model is here and the wake phrase is not understood, pressing is offered instead, and nothing is tried by itself', async () => {
  const { page, asked, starts } = await openOffer([modelOf('tiny', 77_700_000, { state: 'ready' })]);
  await page.click(page.find('button', 'Press to talk instead'));
  expect(asked.join()).toContain('"trigger":"toggle"');
  expect(starts()).toBe(0);
  await page.close();
});
