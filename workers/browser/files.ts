import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export const screenshot: ActionRun<Actions['screenshot']['input'], Actions['screenshot']['output']> = async (
  { whole, target, session },
  { browser, blobs },
) => {
  const { file: _, ...page } = await browser.step(session, {
    ...{ kind: 'screenshot', isWhole: whole, target: target ?? null },
  });
  const writer = await blobs.create({ mediaType: 'image/png', name: 'page.png' });
  for await (const chunk of browser.read(session)) await writer.write(chunk);
  const { blob, bytes } = await writer.finish();
  return { ...page, picture: blob, bytes };
};

export const download: ActionRun<Actions['download']['input'], Actions['download']['output']> = async (
  { target, destination, overwrite, session },
  { browser, files },
) => {
  const { file, ...page } = await browser.step(session, { kind: 'download', target });
  const { size } = await files.write(destination, browser.read(session), { overwrite });
  return { ...page, path: destination, name: file?.name ?? '', bytes: size };
};
