import type { EyeRequest } from '../../../contract/eyes.ts';
import type { OpenDevice } from '../../app/open-device.ts';
import type { ViewProblem } from './view.ts';

export type ViewState = {
  phase: 'off' | 'starting' | 'on' | 'failed';
  /** What is shown, where that is known. */
  title: string;
  /** Heron may look by itself, every few seconds. */
  isLive: boolean;
  /** Heron is told when something moves before the camera. */
  tellsMotion: boolean;
  /** What it is seen with, as the system names it. */
  device?: OpenDevice | undefined;
  /** Why Heron does not get the pictures it may look at by itself. */
  trouble?: string | undefined;
  problem?: { kind: ViewProblem | 'hidden' | 'engine'; message: string } | undefined;
};

export type EyesPageState = { requests: EyeRequest[]; screen: ViewState; camera: ViewState };

export type Picture = { canvas: HTMLCanvasElement; title: string };
