import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EyeKind, EyeRequest, EyesSettings } from '../../../contract/eyes.ts';
import type { Engine } from '../../engine/connect.ts';
import { failureOf } from '../../engine/failure.ts';
import { asPng } from './as-png.ts';
import { coversOf, coverUp } from './covers.ts';
import { createLive, type LiveParts } from './live-pictures.ts';
import { watchMotion } from './motion.ts';
import { NoView, type openCamera, type openScreen, type View, type ViewProblem } from './view.ts';
import type { EyesPageState, Picture, ViewState } from './view-state.ts';
import { t } from '../../../words/words.ts';

export type Eyes = {
  state: StoreApi<EyesPageState>;
  /** What is asked for now, also from before this window was open. */
  read(): Promise<void>;
  /** `title`: as the app's own list names it. Resolves to whether it can be seen. */
  open(kind: EyeKind, choice?: { deviceId?: string; title?: string }): Promise<boolean>;
  stream(kind: EyeKind): MediaStream | undefined;
  /** The newest frame as it is, for the person alone; empty while nothing is shown. */
  look(kind: EyeKind): HTMLCanvasElement;
  /** The newest frame without what is never to be seen; undefined when nothing may be seen, and the state says why. */
  take(kind: EyeKind): Promise<Picture | undefined>;
  /** Heron may look by itself, or may no longer. */
  setLive(kind: EyeKind, isLive: boolean): void;
  /** Heron is told when something moves before the camera, or no longer. */
  setMotion(tells: boolean): void;
  /** Ends the tracks and closes the device. */
  stop(kind: EyeKind): void;
  answer(request: EyeRequest, picture: Picture, wasPreviewed: boolean): Promise<void>;
  copied(request: EyeRequest): Promise<void>;
  decline(request: EyeRequest): Promise<void>;
};

export type EyesStoreParts = Pick<Engine, 'client' | 'subscribe'> &
  Pick<LiveParts, 'settings' | 'onSettings'> & { openScreen: typeof openScreen; openCamera: typeof openCamera };

const off: ViewState = {
  ...{ phase: 'off', title: '', isLive: false, tellsMotion: false },
  ...{ device: undefined, trouble: undefined, problem: undefined },
};

/** The screen and the camera of this window, and what asks to see them. */
export function createEyes(parts: EyesStoreParts): Eyes {
  const { client } = parts;
  const state = createStore<EyesPageState>(() => ({ requests: [], screen: off, camera: off }));
  const drop = (id: string): void =>
    state.setState(({ requests }) => ({ requests: requests.filter((each) => each.id !== id) }));

  parts.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'eyes.settled') drop(event.payload.requestId);
      if (event.type === 'eyes.wanted') {
        const { request } = event.payload;
        state.setState(({ requests }) => ({ requests: [...requests.filter(({ id }) => id !== request.id), request] }));
      }
    }
  });

  return {
    state,
    ...createViews(parts, state),
    read: async () => state.setState({ requests: (await client.eyes.status({})).requests }),
    async answer({ id }, { canvas, title }, wasPreviewed) {
      await client.eyes.show({ requestId: id, picture: await asPng(canvas), title, wasPreviewed });
      drop(id);
    },
    async copied({ id }) {
      await client.eyes.copied({ requestId: id });
      drop(id);
    },
    async decline({ id }) {
      await client.eyes.decline({ requestId: id });
      drop(id);
    },
  };
}

type Views = Pick<Eyes, 'open' | 'stream' | 'look' | 'take' | 'setLive' | 'setMotion' | 'stop'>;

/** What is open, and the pictures of it. */
function createViews(parts: EyesStoreParts, state: Eyes['state']): Views {
  const views: Partial<Record<EyeKind, View>> = {};
  const rounds = { screen: 0, camera: 0 };
  const put = (kind: EyeKind, change: Partial<ViewState>): void =>
    state.setState((before) => ({ [kind]: { ...before[kind], ...change } }));
  const live = createLive({ ...parts, state, take, put });
  const motion = createMotion(parts, () => look('camera'));

  function stop(kind: EyeKind): void {
    rounds[kind] += 1;
    live.end(kind);
    if (kind === 'camera') motion.end();
    views[kind]?.close();
    delete views[kind];
    put(kind, off);
  }

  const close = (view: View): false => {
    view.close();
    return false;
  };
  const look = (kind: EyeKind): HTMLCanvasElement => views[kind]?.frame() ?? document.createElement('canvas');

  function fail(kind: EyeKind, problem: NonNullable<ViewState['problem']>): void {
    stop(kind);
    put(kind, { phase: 'failed', problem });
  }

  async function open(kind: EyeKind, { deviceId = '', title = '' } = {}): Promise<boolean> {
    stop(kind);
    const round = rounds[kind];
    put(kind, { phase: 'starting', title });
    try {
      const lost = (): void => fail(kind, { kind: 'gone', message: messages()[kind].gone });
      const view = await openOf(parts, kind, deviceId, lost);
      // It was stopped, or opened once more, while somebody chose.
      if (round !== rounds[kind]) return close(view);
      views[kind] = view;
      put(kind, { phase: 'on', title, device: view.device });
      return true;
    } catch (error) {
      if (!(error instanceof NoView)) throw error;
      if (round === rounds[kind]) fail(kind, { kind: error.problem, message: messages()[kind][error.problem] });
      return false;
    }
  }

  async function take(kind: EyeKind): Promise<Picture | undefined> {
    const [view, settings] = [views[kind], parts.settings()];
    if (!view || !settings) return undefined;
    const { title } = state.getState()[kind];
    const taken = await takeOf(parts, { view, settings, title });
    if (!('message' in taken)) return taken;
    fail(kind, taken);
    return undefined;
  }

  return {
    ...{ open, take, stop, ...createSwitches({ views, put, live, motion }) },
    stream: (kind) => views[kind]?.stream,
    look,
  };
}

type SwitchParts = {
  views: Partial<Record<EyeKind, View>>;
  put: (kind: EyeKind, change: Partial<ViewState>) => void;
  live: ReturnType<typeof createLive>;
  motion: ReturnType<typeof createMotion>;
};

/** What goes on by itself while a view is open. */
function createSwitches({ views, put, live, motion }: SwitchParts): Pick<Views, 'setLive' | 'setMotion'> {
  return {
    setMotion(tellsMotion) {
      motion.end();
      if (!views.camera) return;
      put('camera', { tellsMotion });
      if (tellsMotion) motion.begin();
    },
    setLive(kind, isLive) {
      live.end(kind);
      if (!isLive || !views[kind]) return;
      put(kind, { isLive });
      live.begin(kind);
    },
  };
}

function openOf(parts: EyesStoreParts, kind: EyeKind, deviceId: string, onLost: () => void): Promise<View> {
  return kind === 'screen' ? parts.openScreen(onLost) : parts.openCamera(deviceId, onLost);
}

type Taking = { view: View; settings: EyesSettings; title: string };

/** A frame without what is never to be seen, or why nothing may be seen. */
async function takeOf(
  parts: EyesStoreParts,
  { view, settings, title }: Taking,
): Promise<Picture | NonNullable<ViewState['problem']>> {
  const hidden = await hiddenNow(parts, view, settings).catch((error: unknown) => failureOf(error));
  if ('code' in hidden) return { kind: 'engine', message: hidden.message };
  const canvas = view.frame();
  const { width, height } = canvas;
  const covers = coversOf({ surface: view.surface, title, width, height }, settings, hidden);
  if ('refusal' in covers) return { kind: 'hidden', message: covers.refusal };
  coverUp(canvas, covers.regions);
  return { canvas, title };
}

/** A part of the picture that no noise of a camera makes. */
const motionPart = 0.02;

/** Tells the engine, which says when that is news. */
function createMotion({ client }: EyesStoreParts, frame: () => HTMLCanvasElement) {
  let isTelling = false;
  let stop = (): void => undefined;
  const told = (): void => void (isTelling = false);
  return {
    begin(): void {
      stop = watchMotion(frame, (part) => {
        if (part < motionPart || isTelling) return;
        isTelling = true;
        // One that did not come through is followed by the next.
        void client.eyes.moved({ part }).then(told, told);
      });
    },
    end(): void {
      stop();
      stop = () => undefined;
    },
  };
}

async function hiddenNow({ client }: EyesStoreParts, view: View, { hiddenWindows }: EyesSettings) {
  if (view.surface !== 'monitor' || hiddenWindows.length === 0) return { isKnown: true, windows: [] };
  return client.eyes.hidden({});
}

const messages = (): Record<EyeKind, Record<ViewProblem, string>> => ({
  screen: {
    denied: t(
      'Nothing was chosen, or Heron may not see the screen. Allow it in the settings of the system or the browser, and choose again.',
    ),
    none: t('There is no screen that can be shown.'),
    busy: t('The screen cannot be shown. Choose again, or choose another window.'),
    gone: t('The screen is not shown any more: that was ended outside of Heron, or the window was closed.'),
  },
  camera: {
    denied: t(
      'Heron may not use the camera. Allow it in the site settings of the browser, or of the system, and try again.',
    ),
    none: t('There is no camera. Plug one in and try again.'),
    busy: t('The camera cannot be opened. Another program may be using it.'),
    gone: t('The camera is gone. Plug it in again, or choose another one.'),
  },
});
