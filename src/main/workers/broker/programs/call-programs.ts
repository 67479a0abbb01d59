import { randomUUID } from 'node:crypto';
import type { ShownCommand } from '../../../base/commands/command-line.ts';
import type { EndGuard } from '../../hosts/machine/end-guard.ts';
import { endPrograms } from './end-programs.ts';
import { type ProgramStart, type RunningProgram, startProgram } from './running-program.ts';

type CallProgram = Omit<ProgramStart, 'mark' | 'isDetachable'>;

/** What a call started. Nothing of it outlives the call, unless it was handed over, nor the engine. */
export type CallPrograms = {
  start: (program: CallProgram) => Promise<RunningProgram>;
  /** One that may be handed over. */
  startDetachable: (program: CallProgram, command: ShownCommand) => Promise<RunningProgram>;
  /** How it was started; undefined of one that may not be handed over. */
  detachable: (program: RunningProgram) => ShownCommand | undefined;
  /** From here on its end, and the guard over it, are somebody else's. */
  handOver: (program: RunningProgram) => void;
  /** Resolves when nothing is left. */
  end: () => Promise<void>;
};

export type ProgramGuard = Pick<EndGuard, 'watchGroup' | 'forgetGroup' | 'watchMark' | 'forgetMark'>;

/** By what the programs of an engine are ended when it cannot do that itself; the mark of each begins with `mark`. */
export type GuardedPrograms = { guard: ProgramGuard; mark: string };

/** What the mark of the call begins stands in the environment of each program, and of what that started in its turn. */
export function createCallPrograms({ guard, mark: engineMark }: GuardedPrograms): CallPrograms {
  const mark = `${engineMark}.${randomUUID()}`;
  const leaders: RunningProgram[] = [];
  const detachable = new Map<RunningProgram, ShownCommand>();
  let isWatched = false;
  const forget = ({ pid, mark: own }: RunningProgram): void => guard.forgetGroup(pid, own);

  async function endForeground(): Promise<void> {
    // Programs may have left others behind, outside their groups and after their end.
    if (leaders.length > 0) await endPrograms({ mark, leaders });
    leaders.forEach(forget);
    if (isWatched) guard.forgetMark(mark);
  }

  return {
    async start(program) {
      // Before it is there: an engine can be killed between any two lines.
      if (!isWatched) guard.watchMark(mark);
      isWatched = true;
      const running = await startProgram({ ...program, mark: `${mark}.${randomUUID()}` });
      leaders.push(running);
      guard.watchGroup(running.pid, running.mark);
      // Its number may soon be a stranger's, unless it left somebody behind in its group.
      void running.ended.then(() => isGroupEmpty(running.pid) && forget(running));
      return running;
    },
    async startDetachable(program, command) {
      // What may go on without the call must not be found by the call's mark.
      const own = `${engineMark}.${randomUUID()}`;
      const running = await startProgram({ ...program, mark: own, isDetachable: true });
      guard.watchGroup(running.pid, own);
      detachable.set(running, command);
      return running;
    },
    detachable: (program) => detachable.get(program),
    handOver: (program) => void detachable.delete(program),
    async end() {
      await endForeground();
      for (const program of detachable.keys()) {
        await program.kill();
        forget(program);
      }
    },
  };
}

function isGroupEmpty(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
}
