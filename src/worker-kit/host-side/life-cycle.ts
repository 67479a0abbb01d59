import type { WorkerLife } from '../life-cycle.ts';
import type { HostPlatform } from './call-context.ts';
import type { LifePhase } from './messages.ts';

export type LifeCycle = {
  /** Those of its functions that the worker has. */
  phases: LifePhase[];
  /** Rejects with a sentence that names the function that failed. */
  begin(): Promise<void>;
  /** One that fails is logged and the next runs. */
  end(): Promise<void>;
};

const beginning = ['init', 'start'] as const satisfies LifePhase[];
const ending = ['stop', 'dispose'] as const satisfies LifePhase[];

/** The life-cycle of a worker module's default export. Throws a sentence that says what is wrong with it. */
export function createLifeCycle(definition: object, platform: HostPlatform): LifeCycle {
  const steps = new Map<LifePhase, (life: WorkerLife) => unknown>();
  for (const phase of [...beginning, ...ending]) {
    const step: unknown = Reflect.get(definition, phase);
    if (step === undefined) continue;
    if (typeof step !== 'function') throw new TypeError(`its ${phase} is not a function`);
    steps.set(phase, step as (life: WorkerLife) => unknown);
  }
  const life: WorkerLife = {
    log: (level, message) => platform.send({ message: { type: 'log', level, message: message.slice(0, 10_000) } }),
    now: () => platform.now(),
    sleep: (ms) => platform.wait(ms),
  };

  async function run(phase: LifePhase): Promise<void> {
    const step = steps.get(phase);
    if (!step) return;
    steps.delete(phase); // each runs once
    platform.send({ message: { type: 'phase', phase } });
    await platform.wait(0); // said before it begins: it may not let go of the thread
    try {
      await step.call(definition, life);
    } catch (error) {
      throw new Error(`its ${phase} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }

  return {
    phases: [...steps.keys()],
    async begin() {
      for (const phase of beginning) await run(phase);
    },
    async end() {
      for (const phase of ending) await run(phase).catch((error: Error) => life.log('error', error.message));
    },
  };
}
