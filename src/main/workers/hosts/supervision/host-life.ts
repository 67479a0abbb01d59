import type { Manifest } from '../../../../contract/manifest.ts';
import type { LifePhase } from '../../../../worker-kit/host-side/messages.ts';
import type { Freezer } from '../machine/freezer.ts';
import type { HostProcess } from '../wire/host-process.ts';
import { createFrost, type Frost } from './frost.ts';
import { createHostStates, type HostState } from './host-state.ts';
import { createLifePhases } from './life-phases.ts';
import { type RunEnd, unusable } from './run-end.ts';

export type HostLifeParts = {
  manifest: Manifest;
  freezer: Freezer;
  /** There once the life has begun. */
  host: () => HostProcess;
  warn: (message: string) => void;
  onPaused: () => void;
  onResumed: () => void;
};

/** A process's way through its states, and what is done to it on the way. */
export type HostLife = Pick<Frost, 'pause' | 'wake'> & {
  state: () => HostState;
  isAccepting: () => boolean;
  /** Its container is made, or there is a process, which loads the code. */
  begin: (part: 'container' | 'load') => void;
  /** A function of the worker's life-cycle begins. */
  heard: (phase: LifePhase) => void;
  /** The code is loaded and has these functions; false when that is no news. */
  ready: (phases: LifePhase[]) => boolean;
  /** Lets the worker's own ending run, then the process end by itself. */
  leave: (end: RunEnd) => void;
  /** As `leave`, with little time. */
  close: (end: RunEnd) => void;
  /** The worker's own ending has run. */
  left: () => void;
  kill: (end: RunEnd) => void;
  /** The process is gone; gives why: what ended it, else what its exit looks like. */
  ended: (looksLike: RunEnd) => RunEnd;
};

const closesWithinMs = 1500;

export function createHostLife(parts: HostLifeParts): HostLife {
  const { manifest } = parts;
  const states = createHostStates();
  const phases = createLifePhases(onLate);
  const frost = createFrost({ ...parts, states, pid: () => parts.host().pid });
  /** Of the life-cycle's functions, those that run at the end. */
  let endings: LifePhase[] = [];
  let verdict: RunEnd | undefined;
  let mostMs: number | undefined;

  function kill(end: RunEnd): void {
    verdict ??= end;
    states.to('ending');
    parts.host().kill();
  }

  function onLate(what: string): void {
    if (states.now() === 'starting') return kill(unusable(manifest, what, true));
    if (endings.length > 0) parts.warn(`The worker ${manifest.id} ${what} and is ended by force`);
    parts.host().kill();
  }

  function endProcess(): void {
    phases.enter('end');
    parts.host().end();
  }

  function leave(end: RunEnd): void {
    // A frozen process that has nothing left to do need not wake for its end.
    if (states.now() === 'paused' && endings.length === 0) return kill(end);
    if (!states.to('ending')) return;
    verdict ??= end;
    if (endings.length === 0) return endProcess();
    frost.thaw();
    phases.enter('stop', mostMs);
    parts.host().send({ message: { type: 'stop' } });
  }

  return {
    state: states.now,
    isAccepting: () => states.now() === 'running' || states.now() === 'paused',
    begin: (part) => void (states.now() === 'starting' && phases.enter(part)),
    heard: (phase) => void (isDue(phase, states.now(), endings) && phases.heard(phase, mostMs)),
    ready(found) {
      if (states.now() !== 'starting' || !states.to('running')) return false;
      phases.rest();
      endings = found.filter((phase) => phase === 'stop' || phase === 'dispose');
      return true;
    },
    pause: frost.pause,
    wake: frost.wake,
    leave,
    close(end) {
      mostMs = closesWithinMs;
      if (states.now() === 'ending') setTimeout(parts.host().kill, closesWithinMs).unref();
      else if (endings.length > 0) leave(end);
      else kill(end);
    },
    left: () => void (states.now() === 'ending' && endProcess()),
    kill,
    ended(looksLike) {
      phases.rest();
      states.to('ended');
      return (verdict ??= looksLike);
    },
  };
}

function isDue(phase: LifePhase, state: HostState, endings: LifePhase[]): boolean {
  if (phase === 'init' || phase === 'start') return state === 'starting';
  return state === 'ending' && endings.includes(phase);
}
