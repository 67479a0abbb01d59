/** What a system runs for it, in a word. */
type Runs = { heron: string; 'node-red': string; n8n: string };
type Work = { title: string; steps: number; rounds: number; runs: Runs };

const chain: Runs = { heron: 'calls of a worker', 'node-red': 'function nodes', n8n: 'no-op nodes' };

/** The same work for each system; `steps` is what its figures are divided by. Below a hundred rounds there is no p99. */
export const works = {
  chain10: { title: 'linear plan, 10 nodes', steps: 10, rounds: 100, runs: chain },
  chain1000: { title: 'linear plan, 1,000 nodes', steps: 1000, rounds: 5, runs: chain },
  values1000: {
    title: 'linear plan of values, 1,000 nodes',
    steps: 1000,
    rounds: 7,
    runs: { heron: 'values', 'node-red': 'change nodes', n8n: 'set nodes' },
  },
  fanOut100: { title: '100-way fan-out', steps: 100, rounds: 100, runs: chain },
  loop10000: {
    title: 'list of 10,000',
    steps: 10_000,
    rounds: 5,
    runs: {
      heron: 'forEach of calls, 64 at a time',
      'node-red': 'split and a function node',
      n8n: 'loop node, one item a turn',
    },
  },
  repeat10000: {
    title: 'loop of 10,000 rounds',
    steps: 10_000,
    rounds: 5,
    runs: {
      heron: 'repeat of a value',
      'node-red': 'a function node wired to itself',
      n8n: 'loop node, one item a turn',
    },
  },
  expressions10000: {
    title: 'expression over 10,000 items',
    steps: 10_000,
    rounds: 5,
    runs: { heron: 'forEach of a value', 'node-red': 'split and a change node', n8n: 'a set node' },
  },
  bare10000: {
    title: 'expression 10,000 times, without a run',
    steps: 10_000,
    rounds: 5,
    runs: { heron: 'the compiled expression', 'node-red': '', n8n: '' },
  },
  webhook50: {
    title: 'webhook → response, 50 connections',
    steps: 2000,
    rounds: 20,
    runs: { heron: 'a run of one value', 'node-red': 'a function node', n8n: '' },
  },
} as const satisfies Record<string, Work>;
export type WorkName = keyof typeof works;
export const workNames = Object.keys(works) as WorkName[];

export const items = Array.from({ length: 10_000 }, (_, id) => ({ id, name: `item ${id}` }));
