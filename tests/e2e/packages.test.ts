import { createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPackageFromStreams } from '@electron/asar';
import { afterAll, expect, test } from 'vitest';
import { encodeFilm } from '../../scripts/clip/encode-film.ts';
import { createFilming, pictureSize } from '../../scripts/clip/frames.ts';
import { runNode } from '../../scripts/processes.ts';
import type { PackageReport } from '../../scripts/packaging/check-packages.ts';
import { openBuilder, type ShippedFile } from '../../scripts/packaging/shipped-files.ts';
import { changedFiles, isLookedAt } from '../../src/main/electron/integrity/changed-files.ts';
import { temporaryFolder } from './heron.ts';
import { targetHere, targetName } from '../../scripts/packaging/package-targets.ts';
import { closeBrowser, openBrowser } from './window.ts';

const root = join(import.meta.dirname, '../..');
afterAll(closeBrowser);

test('every package carries what it must and nothing else, within its budget', async () => {
  const { code, stdout, stderr } = await runNode(['scripts/package.ts', '--check', '--json'], { cwd: root });
  expect(stderr).toBe('');
  const { findings, targets } = JSON.parse(stdout) as PackageReport;
  const problems = [...findings, ...targets.flatMap((target) => target.findings)].filter(
    ({ kind }) => kind === 'problem',
  );
  expect(problems).toEqual([]);
  expect(code).toBe(0);
  expect(targets.map(({ name }) => name)).toEqual(['linux-x64', 'linux-arm64', 'mac-x64', 'mac-arm64', 'win-x64']);
  const here = targets.find(({ name }) => name === targetName(targetHere()!));
  expect(here?.findings).toEqual([]);
  expect(here?.files).toContainEqual({ path: 'app/out/main/headless.js', bytes: expect.any(Number), isPacked: false });
  expect(here?.sizes.reduce((sum, { files }) => sum + files, 0)).toBe(here?.files.length);
  expect(here?.sizes.find(({ name }) => name === 'workers')?.files).toBeGreaterThan(10);
});

test('a byte that is changed in the engine or the page of a package is seen before it is loaded', async () => {
  const place = temporaryFolder('archive');
  try {
    const files = (await (await openBuilder(root)).filesOf(targetHere()!)).filter(
      ({ path, isUnpacked }) => path.startsWith('app/') && (!isUnpacked || isLookedAt(path.slice('app/'.length))),
    );
    const archive = join(place.path, 'app.asar');
    await packed(archive, files);
    expect(await changedFiles(archive)).toEqual([]);
    const beside = files.filter(({ isUnpacked }) => isUnpacked).map(({ path }) => path.slice('app/'.length));
    const chunks = beside.filter((path) => path.startsWith('out/main/chunks/start-engine'));
    for (const path of [...chunks, 'out/main/electron-app.js', 'out/renderer/index.html']) {
      const file = join(`${archive}.unpacked`, path);
      const content = readFileSync(file);
      writeFileSync(file, content.with(content.length >> 1, content[content.length >> 1]! ^ 1));
      expect(await changedFiles(archive)).toEqual([path]);
      writeFileSync(file, content);
    }
    expect(chunks).toHaveLength(1);
  } finally {
    place.remove();
  }
});

/** As electron-builder packs it. */
async function packed(archive: string, files: readonly ShippedFile[]): Promise<void> {
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path.slice('app/'.length))));
  await createPackageFromStreams(archive, [
    ...[...folders].toSorted().map((path) => ({ type: 'directory' as const, path, unpacked: false })),
    ...files.map(({ path, source, isUnpacked }) => ({
      type: 'file' as const,
      path: path.slice('app/'.length),
      unpacked: isUnpacked,
      streamGenerator: () => createReadStream(source),
      stat: statSync(source),
    })),
  ]);
}

function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [...foldersOf(folder), folder];
}

test(
  'what is filmed of a page is a film that a browser plays from anywhere in it [DX-09]',
  { timeout: 60_000 },
  async () => {
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: pictureSize });
    try {
      await page.setContent('<button style="background: red">Go</button>');
      const filming = createFilming(page);
      filming.say('A button');
      await filming.hold(1.5);
      const turned = page.locator('button[style*="green"]');
      await page.evaluate(() => {
        const [button] = document.getElementsByTagName('button');
        button?.addEventListener('click', () => button.setAttribute('style', 'background: green'));
      });
      await filming.press(page.getByRole('button'));
      await filming.until(turned.waitFor());
      await filming.hold(2);
      const seconds = filming.frames.reduce((sum, frame) => sum + frame.seconds, 0);
      const film = (await encodeFilm(browser, filming.frames)).toString('base64');
      const played = await page.evaluate(async (base64) => {
        const video = document.createElement('video');
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
        await new Promise((resolve, reject) => {
          video.addEventListener('loadeddata', resolve, { once: true });
          video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
        });
        const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
        video.currentTime = video.duration - 0.5;
        await sought;
        return { seconds: video.duration, width: video.videoWidth };
      }, film);
      expect(played.width).toBe(pictureSize.width);
      expect(played.seconds).toBeCloseTo(seconds, 1);
    } finally {
      await page.close();
    }
  },
);
