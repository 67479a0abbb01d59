import type { Freezer, Frozen } from '../machine/freezer.ts';
import type { HostStates } from './host-state.ts';

export type FrostParts = {
  states: HostStates;
  freezer: Freezer;
  pid: () => number;
  onPaused: () => void;
  onResumed: () => void;
};

/** Takes a process from running to paused and back. */
export type Frost = {
  pause: () => void;
  /** True when it was frozen. */
  wake: () => boolean;
  /** Lets it go on, in whatever state it is. */
  thaw: () => void;
};

export function createFrost(parts: FrostParts): Frost {
  const { states, freezer } = parts;
  let frozen: Frozen | undefined;

  function thaw(): void {
    frozen?.thaw();
    frozen = undefined;
  }

  return {
    thaw,
    pause() {
      if (!freezer.canFreeze || !states.to('paused')) return;
      frozen = freezer.freeze(parts.pid());
      parts.onPaused();
    },
    wake() {
      if (states.now() !== 'paused') return false;
      thaw();
      states.to('running');
      parts.onResumed();
      return true;
    },
  };
}
