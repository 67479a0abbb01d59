import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Unit tests that leave nothing behind: what they import is loaded once for all of them, which halves their cost. Those of the page that
 * draw something are none of them, because they would share a document. `npm test` runs them apart from the others (HERON_TEST_PART);
 * asked for by name, each has a process of its own like the others.
 */
const beside = ['src/{renderer,contract}/**/*.test.{ts,tsx}', 'src/main/{base,features,models}/**/*.test.ts'];
const sharing = globSync(beside, { cwd: import.meta.dirname })
  .filter((file) => !readFileSync(join(import.meta.dirname, file), 'utf8').includes('@vitest-environment'))
  .map((file) => file.replaceAll('\\', '/'));
/** What is said aloud is heard in its time: where another file keeps the processors busy, a word is missed. */
const heard = ['tests/e2e/voice.test.ts'];
const part = process.env['HERON_TEST_PART'];
const fixtures = '**/fixtures/**';

export default defineConfig({
  test: {
    pool: 'forks',
    // More than processors: a file waits about half of its time, for processes, pauses and limits.
    maxWorkers: 4,
    // What is waited for comes as soon as it can; on a loaded machine that is more than vitest's second.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    projects: [
      {
        // Beside the source, and what holds the source's shape. A test of the page says `// @vitest-environment jsdom`.
        extends: true,
        test: {
          name: 'unit',
          include: part === 'sharing' ? sharing : ['{src,workers,scripts,bin}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
          exclude: part === 'apart' ? [fixtures, ...sharing] : [fixtures],
          isolate: part !== 'sharing',
          testTimeout: 60_000,
        },
      },
      {
        // The engine's interface, over each transport and against each store.
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // Hostile workers and inputs, and what holds them.
        extends: true,
        test: { name: 'security', include: ['tests/security/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // The built app, as a person uses it. Each file is many processes already.
        extends: true,
        test: {
          name: 'e2e',
          include: part === 'alone' ? heard : ['tests/e2e/**/*.test.ts'],
          exclude: part === 'together' ? [fixtures, ...heard] : [fixtures],
          // Each has a browser and an engine at work, which use a little more than one processor; what loses a race beside another file is run once more alone.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
