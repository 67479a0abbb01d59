import { expect, test } from 'vitest';
import { silentLogger } from '../base/silent-logger.ts';
import { startChores } from './chores.ts';

test('every turn ends strays, every tenth looks for old containers too, and one that fails keeps no other from its turn [RT-33]', async () => {
  const counts = { strays: 0, containers: 0, rechecks: 0, saves: 0 };
  const count = (name: keyof typeof counts): Promise<never[]> => {
    counts[name] += 1;
    return counts[name] === 1 ? Promise.reject(new Error(`no ${name}`)) : Promise.resolve([]);
  };
  const stop = startChores({
    mark: { argument: '', programs: '', endStrays: () => count('strays') },
    logger: silentLogger,
    choresEveryMs: 1,
    rooms: { endOldContainers: async () => void (await count('containers')) },
    registry: { recheck: async () => void (await count('rechecks')) },
    statistics: { save: () => void (counts.saves += 1) },
  });
  await expect.poll(() => counts.containers).toBeGreaterThan(1);
  stop();
  const { strays, containers, rechecks, saves } = counts;
  expect(containers).toBe(Math.floor(saves / 10));
  expect([strays, rechecks]).toEqual([saves + 1, saves]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(counts.saves).toBe(saves);
});
