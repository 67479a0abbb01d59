import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from './approve-worker.ts';
import { temporaryFolder } from './heron.ts';
import { installWorker } from './install-worker.ts';
import { inEachLook, lookName } from './looks.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { accessibilityFaults, answers, closeBrowser, type Look, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

const patience = { timeout: 60_000 };
const looks: Look[] = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 390, height: 844 },
];

/** A PNG of one colour. */
function png(side: number): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(body.byteLength, 0);
    frame.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const rows = Buffer.concat(
    Array.from({ length: side }, () => Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, 0x60)])),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a picture that a worker made is seen under the answer and in the details of its step, and can be saved [RT-28]', async () => {
  const window = await openWindow();
  onTestFinished(() => window.close());
  const { page, dataFolder } = window;
  const bytes = png(96);
  installWorker(
    dataFolder,
    'painter',
    `go: async (input, { blobs }) => {
      const writer = await blobs.create({ mediaType: 'image/png', name: 'grey.png' });
      await writer.write(Uint8Array.from(${JSON.stringify([...bytes])}));
      return { said: (await writer.finish()).blob };
    }`,
  );
  const remote = createRemoteEngine(dataPaths(dataFolder).socket);
  const client = await remote.client();
  await approveWorker(client, 'painter');
  remote.close();
  await say(page, 'say painter');
  const made = page.getByRole('list', { name: 'Files of this answer' });
  const shown = made.getByRole('button', { name: 'Look at grey.png' }).getByRole('presentation');
  await expect
    .poll(() => shown.evaluate((each) => (each as HTMLImageElement).naturalWidth), { timeout: 60_000 })
    .toBe(96);
  await inEachLook(page, looks, async (look) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `made-picture-${lookName(look)}`);
  });
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    made.getByRole('link', { name: 'Save grey.png' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('grey.png');
  await page.getByRole('list', { name: 'Steps' }).last().getByRole('button').first().click();
  const image = page.getByRole('img', { name: 'grey.png' });
  await expect.poll(() => image.evaluate((each) => (each as HTMLImageElement).naturalWidth)).toBe(96);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'picture');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('list', { name: 'Files of this step' }).getByRole('link', { name: 'Save grey.png' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('grey.png');
  expect((await Array.fromAsync(await download.createReadStream())).length).toBeGreaterThan(0);
});

test('an answer draws what Heron keeps, says where other pictures would come from, and has a card for each file on the disk', async () => {
  const asked: string[] = [];
  const place = temporaryFolder('desktop');
  onTestFinished(place.remove);
  const program = join(place.path, 'xdg-open');
  writeFileSync(program, '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n');
  chmodSync(program, 0o755);
  const model = await startScriptedModel({ replies: [] });
  onTestFinished(model.close);
  const window = await openWindow(looks[0], {
    ...{ HERON_MODEL_BASE_URL: model.baseUrl, HERON_MODEL_NAME: 'scripted' },
    ...{ PATH: [place.path, process.env['PATH']].join(delimiter), DISPLAY: ':9' },
  });
  onTestFinished(() => window.close());
  const { page, folder } = window;
  page.on('request', (request) => asked.push(request.url()));
  mkdirSync(join(folder, 'notes'));
  const path = join(folder, 'notes', 'plan.txt');
  const plan = {
    title: 'Write a note',
    tasks: [{ id: 'write', action: 'files.write', input: { path, content: 'buy milk' } }],
  };
  model.script({ text: JSON.stringify({ plan }) });
  await say(page, 'write a note of mine for tomorrow');
  await page
    .getByRole('button', { name: /^Allow once|^Once/ })
    .first()
    .click(patience);
  const made = page.getByRole('list', { name: 'Files of this answer' });
  await made.getByText('plan.txt').waitFor(patience);
  await made.getByRole('button', { name: 'Show plan.txt in its folder' }).click();
  await expect
    .poll(() => existsSync(`${program}.opened`) && readFileSync(`${program}.opened`, 'utf8'), patience)
    .toBe(join(folder, 'notes'));
  model.script({ text: JSON.stringify({ answer: '![A cat](https://cats.invalid/cat.png) and <script>1</script>' }) });
  await say(page, 'how does a cat look, in your own words?');
  await answers(page).getByRole('link', { name: 'Picture: A cat (from cats.invalid)' }).waitFor(patience);
  expect(asked.filter((url) => url.includes('cats.invalid'))).toEqual([]);
  await inEachLook(page, looks, async (look) => {
    expect(await accessibilityFaults(page)).toEqual([]);
    await picture(page, `made-files-${lookName(look)}`);
  });
});
