import { expect, test } from 'vitest';
import { againWith, driveKills } from '../kills/drive.ts';

const kills = 50;

test(
  'fifty times killed in the middle of mixed plans, Heron loses no run, repeats no finished task, and asks about what it cannot know [X-02, SQ-15]',
  { timeout: 900_000 },
  async () => {
    const seed = Number(process.env['HERON_SEED'] ?? Date.now() % 1_000_000);
    const report = await driveKills({ seed, kills });
    console.log(JSON.stringify(report));
    const { problems, lost, repeated, kills: done, writePoints } = report;
    expect({ problems, lost, repeated, done }, `again: ${againWith(report, kills)}`).toEqual({
      problems: [],
      lost: 0,
      repeated: 0,
      done: kills,
    });
    expect(writePoints.length).toBeGreaterThan(kills / 2);
  },
);
