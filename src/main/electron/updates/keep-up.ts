import type { Failure } from '../../../contract/errors.ts';
import { t } from '../../../words/words.ts';
import { toFailure } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { type Fetch, findUpdate, type Update } from './find-update.ts';
import { passOver, readPassedOver } from './passed-over.ts';
import type { ReleasePlace } from './release-place.ts';
import { replaceAppImage } from './replace-app-image.ts';
import { clearStaged, stageUpdate } from './stage-update.ts';
import type { UpdateState } from './update-state.ts';

export type KeepUp = {
  /** Looks now and once a day while it is wanted; not wanted, nothing is asked of anybody. */
  heed(isWanted: boolean): void;
  /** Looks now because the person wants to know, who is told what came of it. */
  look(): void;
  close(): void;
};

/** What a person says to a newer Heron: `later` asks again at the next start, `skip` never for this version. */
export type UpdateAnswer = 'fetch' | 'later' | 'skip';

export type KeepUpParts = {
  place: ReleasePlace;
  current: string;
  target: string;
  /** Where newer ones are fetched to, and which are passed over is kept. */
  folder: string;
  /** The AppImage that runs; absent: the person installs what was fetched. */
  program: string | undefined;
  fetch: Fetch;
  ask: (version: string) => Promise<UpdateAnswer>;
  tell: (text: string) => void;
  show: (file: string) => void;
  /** undefined: nothing is looked for. */
  onState: (state: UpdateState | undefined) => void;
  logger: Pick<Logger, 'warn'>;
};

const dayMs = 86_400_000;

/** What was settled since this Heron started. */
type Settled = { placed: string | undefined; postponed: Set<string> };

export function createKeepUp(parts: KeepUpParts): KeepUp {
  const settled: Settled = { placed: undefined, postponed: new Set() };
  let stop: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: AbortSignal | undefined;

  async function look(signal: AbortSignal, isAsked: boolean): Promise<void> {
    if (looking === signal) return;
    looking = signal;
    let fetched: string | undefined;
    try {
      parts.onState({ is: 'looking' });
      const update = await findUpdate(parts);
      if (signal.aborted) return;
      clearStaged(parts.folder, update?.version);
      if (update && (await isWanted(parts, update, settled, isAsked))) {
        fetched = update.version;
        await putInPlace(parts, update, settled, signal);
      } else if (!update && isAsked)
        parts.tell(t('Heron {{version}} is the newest there is.', { version: parts.current }));
      if (!signal.aborted) parts.onState(settled.placed === undefined ? { is: 'idle' } : placedState(settled.placed));
    } catch (error) {
      if (!signal.aborted) tellFailure(toFailure(error), isAsked, fetched);
    } finally {
      if (looking === signal) looking = undefined;
    }
  }

  /** Of a look that nobody asked for only the menu and the log tell; what somebody wants is told to them. */
  function tellFailure(failure: Failure, isAsked: boolean, fetched: string | undefined): void {
    parts.logger.warn('Looking for a newer Heron failed', failure);
    parts.onState({ is: 'failed', because: failure.message });
    if (fetched !== undefined)
      parts.tell(t('Heron {{version}} is not in place: {{message}}', { version: fetched, message: failure.message }));
    else if (isAsked) parts.tell(t('Looking for a newer Heron failed: {{message}}', { message: failure.message }));
  }

  function heed(isWantedNow: boolean): void {
    if (isWantedNow === (stop !== undefined)) return;
    stop?.abort();
    clearInterval(timer);
    stop = undefined;
    if (!isWantedNow) return parts.onState(undefined);
    const { signal } = (stop = new AbortController());
    timer = setInterval(() => void look(signal, false), dayMs);
    void look(signal, false);
  }

  return {
    heed,
    look() {
      if (stop) void look(stop.signal, true);
    },
    close: () => heed(false),
  };
}

const placedState = (version: string): UpdateState => ({ is: 'placed', version });

/** A version that did not come up here is never asked about; one that was left out only when the person looks. */
async function isWanted(parts: KeepUpParts, { version }: Update, settled: Settled, isAsked: boolean): Promise<boolean> {
  const why = readPassedOver(parts.folder)[version];
  if (version === settled.placed || why === 'failed') {
    if (isAsked) parts.tell(newestText(version, why === 'failed'));
    return false;
  }
  if (!isAsked && (why === 'declined' || settled.postponed.has(version))) return false;
  const said = await parts.ask(version);
  if (said === 'skip') passOver(parts.folder, version, 'declined');
  if (said === 'later') settled.postponed.add(version);
  return said === 'fetch';
}

function newestText(version: string, hasFailed: boolean): string {
  return hasFailed
    ? t('Heron {{version}} is the newest there is. It did not come up here, so it is not offered again.', { version })
    : t('Heron {{version}} is the newest there is. It is used from the next start on.', { version });
}

async function putInPlace(parts: KeepUpParts, update: Update, settled: Settled, signal: AbortSignal): Promise<void> {
  const { version } = update;
  const onProgress = (fraction: number): void => {
    if (!signal.aborted) parts.onState({ is: 'fetching', version, fraction });
  };
  const staged = await stageUpdate(update, { ...parts, signal, onProgress });
  if (!parts.program) {
    parts.tell(
      t('Heron {{version}} is fetched and is what its release signed. Install it when it suits you.', { version }),
    );
    return parts.show(staged);
  }
  // One that was put in place and never started is nothing to go back to.
  await replaceAppImage(parts.program, staged, settled.placed === undefined);
  settled.placed = version;
  clearStaged(parts.folder, undefined);
  parts.tell(t('Heron {{version}} is in place and is used from the next start on.', { version }));
}
