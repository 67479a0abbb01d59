import type { Run } from '../../contract/runs.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import { failureOf } from './failure-of.ts';

/** Reads a run. Errors: `not-found`, or `invalid-input` for what is no run's name; both say where the names are. */
export async function findRun(client: EngineClient, runId: string): Promise<Run> {
  const absence = `There is no run ${runId}; heron runs lists them`;
  return client.runs.get({ runId }).catch(sayWhereNamesAre(absence));
}

/** For a call that can only fail to find what it names: what to tell who named it. */
export function sayWhereNamesAre(message: string) {
  return async (error: unknown): Promise<never> => {
    const { code, message: known } = failureOf(error);
    if (code !== 'not-found' && code !== 'invalid-input') throw error;
    const { HeronError } = await import('../base/errors.ts');
    // That it was removed with age is worth knowing.
    const [, removed = ''] = /(; older runs were removed on [\d-]+)/.exec(known) ?? [];
    throw new HeronError(code, message + removed, undefined, { cause: error });
  };
}
