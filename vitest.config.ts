import { defineConfig } from 'vitest/config';
import LongFirst from './scripts/long-first.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // What is waited for comes as soon as it can; on a loaded machine that is more than vitest's second.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        // Beside the source, and what holds the source's shape. A test of the page says `// @vitest-environment jsdom`.
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,workers,scripts,bin}/**/*.test.{ts,tsx}', 'tests/*.test.ts'],
          exclude: ['**/fixtures/**'],
          testTimeout: 30_000,
        },
      },
      {
        // The engine's interface, over each transport and against each store.
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        // Hostile workers and inputs, and what holds them.
        extends: true,
        test: { name: 'security', include: ['tests/security/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        // The built app, as a person uses it. A file waits about half of its time, so two of them share the machine.
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
