import type { EyeKind } from '../../../contract/eyes.ts';
import { openChosen, type OpenDevice, openDevice } from '../../app/open-device.ts';
import { t } from '../../../words/words.ts';

/** Why nothing is seen, as a person can do something about it. */
export type ViewProblem = 'denied' | 'none' | 'busy' | 'gone';

export class NoView extends Error {
  readonly problem: ViewProblem;

  constructor(kind: EyeKind, problem: ViewProblem, cause: unknown) {
    super(t('The {{kind}} cannot be seen ({{problem}})', { kind, problem }), { cause });
    this.problem = problem;
  }
}

/** What is shown: `monitor` is a whole screen; a browser names only the kind, the app the window as well. */
export type Surface = 'monitor' | 'window' | 'browser' | 'camera';

export type View = {
  surface: Surface;
  device: OpenDevice;
  stream: MediaStream;
  /** The newest frame, as it is. */
  frame(): HTMLCanvasElement;
  /** Ends the tracks and closes the device: the sign of the browser or the system goes out. */
  close(): void;
};

/** Asks the browser or the system for a screen. Errors: `NoView`. */
export async function openScreen(onLost: () => void): Promise<View> {
  const open = () => navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 5 }, audio: false });
  return openView({ kind: 'screen', deviceId: '', open, onLost });
}

/** Errors: `NoView`. `deviceId` is empty for the system's own choice. */
export async function openCamera(deviceId: string, onLost: () => void): Promise<View> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const open = () =>
    openChosen(deviceId, (device) =>
      navigator.mediaDevices.getUserMedia({ video: { ...size, ...device }, audio: false }),
    );
  return openView({ kind: 'camera', deviceId, open, onLost });
}

type Opening = { kind: EyeKind; deviceId: string; open: () => Promise<MediaStream>; onLost: () => void };

async function openView({ kind, deviceId, open, onLost }: Opening): Promise<View> {
  const stream = await open().catch((error: unknown) => {
    throw new NoView(kind, problemOf(error), error);
  });
  const [track] = stream.getVideoTracks();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const close = (): void => {
    track?.removeEventListener('ended', onLost);
    for (const each of stream.getTracks()) each.stop();
    video.srcObject = null;
  };
  try {
    await firstFrame(video);
  } catch (error) {
    close();
    throw new NoView(kind, 'busy', error);
  }
  track?.addEventListener('ended', onLost);
  const device = openDevice(track, deviceId);
  return { surface: kind === 'camera' ? 'camera' : surfaceOf(track), device, stream, frame: () => drawn(video), close };
}

async function firstFrame(video: HTMLVideoElement): Promise<void> {
  const isThere = new Promise<void>((resolve, reject) => {
    video.addEventListener('loadeddata', () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new Error('The picture cannot be shown')), { once: true });
  });
  await video.play();
  if (video.readyState < video.HAVE_CURRENT_DATA) await isThere;
}

function drawn(video: HTMLVideoElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas;
}

function surfaceOf(track: MediaStreamTrack | undefined): Surface {
  const { displaySurface } = track?.getSettings() ?? {};
  // What does not say is taken for the most that it can be.
  return displaySurface === 'window' || displaySurface === 'browser' ? displaySurface : 'monitor';
}

function problemOf(error: unknown): ViewProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError' || name === 'AbortError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}
