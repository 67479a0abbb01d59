import type { StoreApi } from 'zustand/vanilla';
import type { Engine } from '../../engine/connect.ts';
import type { BuilderState } from './builder-state.ts';

export type CheckingParts = Pick<Engine, 'client'> & {
  /** Milliseconds without a change after which it is checked. */
  checkAfterMs?: number;
};

export function createChecker({ client, checkAfterMs = 250 }: CheckingParts, state: StoreApi<BuilderState>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function now(): Promise<void> {
    const document = state.getState().history.present;
    const check = await client.workflows.check({ document }).catch(() => undefined);
    // What changed meanwhile is checked after this.
    if (check && document === state.getState().history.present) state.setState({ check });
  }
  return {
    now,
    later: (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void now(), checkAfterMs);
    },
    stop: (): void => clearTimeout(timer),
  };
}
