import { deflateSync, crc32 } from 'node:zlib';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { dataPaths } from '../../src/main/base/paths.ts';
import { createRemoteEngine } from '../../src/main/headless/remote-engine.ts';
import { approveWorker } from './approve-worker.ts';
import { installWorker } from './install-worker.ts';
import { accessibilityFaults, closeBrowser, openWindow, picture, say } from './window.ts';

afterAll(closeBrowser);

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

test('a picture that a worker made is seen in the details of its step, and can be saved [RT-28]', async () => {
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
  await page.getByText(/blb_/).first().waitFor({ timeout: 60_000 });
  await page.getByRole('list', { name: 'Steps' }).last().getByRole('button').first().click();
  const image = page.getByRole('img', { name: 'grey.png' });
  await expect.poll(() => image.evaluate((each) => (each as HTMLImageElement).naturalWidth)).toBe(96);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'picture');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save grey.png' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('grey.png');
  expect((await Array.fromAsync(await download.createReadStream())).length).toBeGreaterThan(0);
});
