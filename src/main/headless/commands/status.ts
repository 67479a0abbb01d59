import { exitCode } from '../exit-code.ts';
import { tableLines } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

const words = { ok: 'working', degraded: 'limited', failed: 'failed' };

/** `heron status`: how the engine is, part by part; it fails when a part of it has. */
export function showStatus({ terminal, openEngine }: CommandParts, options: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const health = await client.health.get({});
    const { version, program, node, memoryMb, components } = health;
    if (options.json) terminal.out(JSON.stringify(health));
    else {
      terminal.out(`Heron ${version} (${program}), Node ${node}, ${Math.round(memoryMb)} MB, ${health.dataFolder}`);
      for (const line of tableLines(components.map(({ name, state, message }) => [name, words[state], message]))) {
        terminal.out(line);
      }
    }
    return components.some(({ state }) => state === 'failed') ? exitCode.failed : exitCode.completed;
  });
}
