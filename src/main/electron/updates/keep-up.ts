import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { type Fetch, findUpdate, type Update } from './find-update.ts';
import type { ReleasePlace } from './release-place.ts';
import { replaceAppImage } from './replace-app-image.ts';
import { stageUpdate } from './stage-update.ts';

export type KeepUp = {
  /** Looks now and once a day while it is wanted; not wanted, nothing is asked of anybody. */
  heed(isWanted: boolean): void;
  close(): void;
};

export type KeepUpParts = {
  place: ReleasePlace;
  current: string;
  target: string;
  folder: string;
  /** The AppImage that runs; absent: the person installs what was fetched. */
  program: string | undefined;
  fetch: Fetch;
  /** Whether the person wants it fetched and put in place. */
  ask: (version: string) => Promise<boolean>;
  tell: (text: string) => void;
  show: (file: string) => void;
  logger: Pick<Logger, 'warn'>;
};

const dayMs = 86_400_000;

export function createKeepUp(parts: KeepUpParts): KeepUp {
  let stop: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  let declined: string | undefined;

  async function look(signal: AbortSignal): Promise<void> {
    const update = await findUpdate(parts);
    if (!update || signal.aborted || update.version === declined) return;
    if (!(await parts.ask(update.version))) {
      declined = update.version;
      return;
    }
    if (!signal.aborted) await putInPlace(parts, update, signal);
  }

  function heed(isWanted: boolean): void {
    if (isWanted === (stop !== undefined)) return;
    stop?.abort();
    clearInterval(timer);
    stop = undefined;
    if (!isWanted) return;
    const { signal } = (stop = new AbortController());
    const lookOnce = (): void =>
      void look(signal).catch((error: unknown) => {
        if (!signal.aborted) parts.logger.warn('Looking for a newer Heron failed', toFailure(error));
      });
    timer = setInterval(lookOnce, dayMs);
    lookOnce();
  }

  return { heed, close: () => heed(false) };
}

async function putInPlace(parts: KeepUpParts, update: Update, signal: AbortSignal): Promise<void> {
  const staged = await stageUpdate(update, { ...parts, signal });
  if (!parts.program) {
    parts.tell(`Heron ${update.version} is fetched and is what its release signed. Install it when it suits you.`);
    parts.show(staged);
    return;
  }
  await replaceAppImage(parts.program, staged);
  parts.tell(`Heron ${update.version} is in place and is used from the next start on.`);
}
