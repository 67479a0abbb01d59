import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { HiddenWindow } from '../../../contract/eyes.ts';

export type OpenWindows = {
  /** Whether this system tells which windows there are. */
  isKnown: boolean;
  windows: HiddenWindow[];
  /** Width by height of all screens together, which places are parts of. */
  aspect?: number;
};

type Parts = {
  environment: NodeJS.ProcessEnv;
  /** Names of all windows, from a program that can list them. */
  names: (() => Promise<string[]>) | undefined;
};

const run = promisify(execFile);

/** Of the windows whose title holds one of the texts, those that are open; with their place where X11 tells it. */
export async function findHidden(texts: readonly string[], { environment, names }: Parts): Promise<OpenWindows> {
  if (texts.length === 0) return { isKnown: true, windows: [] };
  const isHidden = (title: string): boolean => texts.some((text) => title.toLowerCase().includes(text.toLowerCase()));
  // Under Wayland the X server knows only some of the windows.
  const isX = environment['DISPLAY'] && !environment['WAYLAND_DISPLAY'];
  const placed = isX ? await placedWindows(isHidden, environment).catch(() => undefined) : undefined;
  if (placed) return placed;
  if (!names) return { isKnown: false, windows: [] };
  return { isKnown: true, windows: (await names()).filter(isHidden).map((title) => ({ title })) };
}

async function placedWindows(isHidden: (title: string) => boolean, env: NodeJS.ProcessEnv): Promise<OpenWindows> {
  const ask = async (args: string[]): Promise<string> => (await run('xwininfo', args, { env, timeout: 5000 })).stdout;
  const [root, tree] = [readWindow(await ask(['-root'])), readTree(await ask(['-root', '-tree']))];
  const windows: HiddenWindow[] = [];
  for (const { id, title } of tree.filter((each) => isHidden(each.title))) {
    const found = readWindow(await ask(['-id', id]));
    if (found.isShown) windows.push({ title, place: placeOf(found, root) });
  }
  return { isKnown: true, windows, aspect: root.width / root.height };
}

/** As `xwininfo -tree` lists them: `0x60000b "Notes": ("gedit" "Gedit")  800x600+0+0  +10+20`. */
export function readTree(text: string): { id: string; title: string }[] {
  return [...text.matchAll(/^\s*(0x[0-9a-f]+) "(.*)": \(/gm)].map(([, id = '', title = '']) => ({ id, title }));
}

type XWindow = { x: number; y: number; width: number; height: number; isShown: boolean };

export function readWindow(text: string): XWindow {
  const number = (name: string): number => Number(new RegExp(`${name}: +(-?\\d+)`).exec(text)?.[1] ?? 0);
  return {
    x: number('Absolute upper-left X'),
    y: number('Absolute upper-left Y'),
    width: number('Width'),
    height: number('Height'),
    isShown: text.includes('Map State: IsViewable'),
  };
}

/** With its frame and title bar, which the system draws around it and which names it. */
const frame = { side: 12, top: 48 };

function placeOf({ x, y, width, height }: XWindow, root: XWindow): HiddenWindow['place'] {
  const [left, right] = [within(x - frame.side, root.width), within(x + width + frame.side, root.width)];
  const [top, bottom] = [within(y - frame.top, root.height), within(y + height + frame.side, root.height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function within(value: number, size: number): number {
  return Math.max(0, Math.min(1, value / size));
}
