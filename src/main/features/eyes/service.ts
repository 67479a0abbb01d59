import type { EyeKind, EyesSettings, EyesStatus, Reading, ScreenSource } from '../../../contract/eyes.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventLog } from '../../base/event-log.ts';
import type { Clock } from '../../base/clock.ts';
import type { MakeId } from '../../base/ids.ts';
import { findHidden, type OpenWindows } from './hidden-windows.ts';
import { createKeptPictures, type KeptPictures } from './kept-pictures.ts';
import { pngSize } from './png-size.ts';
import type { Reader } from './reading/reader.ts';
import { createEyeRequests, type EyeRequests, type Shown } from './requests.ts';

/** What only a program with windows of its own can do. */
export type ScreenHost = {
  sources(): Promise<ScreenSource[]>;
  /** The next time the window asks to see a screen, it is given this one. Errors: `not-found`. */
  choose(sourceId: string): Promise<void>;
  windowNames(): Promise<string[]>;
  access(): EyesStatus['access'];
};

export type EyesParts = {
  log: EventLog;
  makeId: MakeId;
  clock: Clock;
  reader: Reader;
  environment: NodeJS.ProcessEnv;
  settings: () => EyesSettings;
  hasModel: () => boolean;
  screens: ScreenHost | undefined;
};

export type EyesService = {
  requests: EyeRequests;
  kept: KeptPictures;
  status(): EyesStatus;
  /** Errors: `not-found`, `invalid-input`. */
  show(requestId: string, picture: Uint8Array, about: Pick<Shown, 'title' | 'wasPreviewed'>): void;
  /** Errors: `invalid-input`. */
  keep(kind: EyeKind, picture: Uint8Array, about: { title: string; seconds: number }): void;
  moved(part: number): Promise<void>;
  /** Errors: as those of the reader. */
  read(picture: Uint8Array, signal?: AbortSignal): Promise<Reading>;
  hidden(): Promise<OpenWindows>;
  /** Errors: `unsupported` where the browser's own dialog is what chooses. */
  screens(): ScreenHost;
  close(): void;
};

/** Who walks by moves in every picture, and is told of once. */
const betweenMotionsMs = 10_000;

const unknown = { screen: 'unknown', camera: 'unknown', microphone: 'unknown' } as const;

/** What a person shows to Heron, and what asks to see it. */
export function createEyes(parts: EyesParts): EyesService {
  const { reader, settings, environment, screens } = parts;
  const requests = createEyeRequests(parts);
  const kept = createKeptPictures(parts.clock);
  let movedAt = Number.NEGATIVE_INFINITY;
  return {
    requests,
    kept,
    status() {
      const fix = reader.missing();
      return {
        reader: fix === undefined ? { state: 'ready' } : { state: 'missing', fix },
        hasModel: parts.hasModel(),
        listsSources: screens !== undefined,
        access: screens?.access() ?? unknown,
        requests: requests.list(),
      };
    },
    show: (requestId, bytes, about) => requests.show(requestId, { bytes, ...about, ...pngSize(bytes) }),
    keep: (kind, bytes, { title, seconds }) =>
      kept.keep(kind, { bytes, title, wasPreviewed: false, ...pngSize(bytes) }, seconds),
    async moved(part) {
      if (parts.clock() - movedAt < betweenMotionsMs) return;
      movedAt = parts.clock();
      await parts.log.append([{ type: 'eyes.moved', payload: { part } }]);
    },
    read: async (picture, signal) => {
      pngSize(picture);
      return reader.read(picture, signal);
    },
    hidden: () => findHidden(settings().hiddenWindows, { environment, names: screens?.windowNames }),
    screens() {
      if (screens) return screens;
      throw new HeronError('unsupported', 'Only the window of the app lists screens; a browser asks by itself');
    },
    close() {
      requests.close();
      kept.clear();
      reader.close();
    },
  };
}
