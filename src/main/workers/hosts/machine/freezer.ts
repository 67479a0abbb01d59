import { descendantsOf } from './descendants.ts';

/** Stops processes where they stand: they keep their memory and get no processor time. */
export type Freezer = {
  /** Windows has no signal for it. */
  canFreeze: boolean;
  /** The process and, on Linux, all below it: what runs in a sandbox is no child of the engine's. */
  freeze: (pid: number) => Frozen;
};

export type Frozen = { thaw: () => void };

export function createFreezer(platform: NodeJS.Platform = process.platform): Freezer {
  return {
    canFreeze: platform !== 'win32',
    freeze(pid) {
      const stopped = new Set<number>();
      const stop = (each: number): void => {
        if (!stopped.has(each)) signal(each, 'SIGSTOP');
        stopped.add(each);
      };
      stop(pid);
      // One that was started while the others were being stopped is found at the second look.
      for (let before = 0; platform === 'linux' && before !== stopped.size;) {
        before = stopped.size;
        descendantsOf(pid).forEach(stop);
      }
      return { thaw: () => [...stopped].toReversed().forEach((each) => signal(each, 'SIGCONT')) };
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
