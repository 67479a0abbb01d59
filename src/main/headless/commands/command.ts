import type { EngineClient } from '../../gateway/engine-router.ts';
import type { EngineAccess, OpenEngine } from '../engine-access.ts';
import type { Terminal } from '../terminal.ts';

/** What every command is handed. */
export type CommandParts = { terminal: Terminal; openEngine: OpenEngine };

/** Options of the commands that run a plan. */
export type RunOptions = { allow: string[]; json?: boolean; waitForPermission?: boolean };

/** Opens the engine for one piece of work and lets it go whatever happens. */
export async function withEngine<Result>(
  openEngine: OpenEngine,
  options: { resumesRuns: boolean },
  use: (client: EngineClient, engine: EngineAccess) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(options);
  try {
    return await use(await engine.client(), engine);
  } finally {
    await engine.close();
  }
}
