import type { StoreApi } from 'zustand/vanilla';
import { type EyeKind, EyeKind as Kinds, type EyesSettings } from '../../../contract/eyes.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { asPng } from './as-png.ts';
import { cutOut } from './covers.ts';
import type { EyesPageState, Picture, ViewState } from './view-state.ts';

export type LiveParts = Pick<Engine, 'client'> & {
  settings: () => EyesSettings | undefined;
  onSettings: (heard: () => void) => void;
  state: StoreApi<EyesPageState>;
  take: (kind: EyeKind) => Promise<Picture | undefined>;
  put: (kind: EyeKind, change: Partial<ViewState>) => void;
};

/** Pictures in a row that do not come through before it is told: one alone is followed by the next. */
const fewestMissed = 2;

type HowToLook = Pick<EyesSettings, 'everySeconds' | 'liveRegion'>;

const asUsual: HowToLook = { everySeconds: 5, liveRegion: null };

/** Hands in a picture now and then, while Heron may look by itself. */
export function createLive({ client, settings, onSettings, state, take, put }: LiveParts) {
  const timers: Partial<Record<EyeKind, ReturnType<typeof setInterval>>> = {};
  const missed = { screen: 0, camera: 0 };
  const chosen = (): HowToLook => settings() ?? asUsual;
  let every = chosen().everySeconds;

  async function handIn(kind: EyeKind): Promise<void> {
    const picture = await take(kind);
    const { everySeconds, liveRegion } = chosen();
    if (!picture || !state.getState()[kind].isLive) return;
    const canvas = kind === 'screen' && liveRegion ? cutOut(picture.canvas, liveRegion) : picture.canvas;
    const seconds = everySeconds * 2 + 5;
    await client.eyes.keep({ kind, picture: await asPng(canvas), title: picture.title, seconds });
  }

  async function keepOne(kind: EyeKind): Promise<void> {
    try {
      await handIn(kind);
      missed[kind] = 0;
      put(kind, { trouble: undefined });
    } catch (error) {
      missed[kind] += 1;
      if (state.getState()[kind].isLive && missed[kind] >= fewestMissed) {
        put(kind, { trouble: failureOf(error).message });
      }
    }
  }

  function begin(kind: EyeKind): void {
    clearInterval(timers[kind]);
    missed[kind] = 0;
    every = chosen().everySeconds;
    void keepOne(kind);
    timers[kind] = setInterval(() => void keepOne(kind), every * 1000);
  }

  onSettings(() => {
    if (chosen().everySeconds === every) return;
    every = chosen().everySeconds;
    for (const kind of Kinds.options) if (state.getState()[kind].isLive) begin(kind);
  });

  return {
    begin,
    end(kind: EyeKind): void {
      clearInterval(timers[kind]);
      if (!state.getState()[kind].isLive) return;
      put(kind, { isLive: false, trouble: undefined });
      void client.eyes.forget({ kind }).catch(() => undefined);
    },
  };
}
