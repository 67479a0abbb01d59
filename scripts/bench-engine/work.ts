/** The same work for each system; `steps` is what its figures are divided by. */
export const works = {
  chain10: { title: 'linear plan, 10 nodes', steps: 10, rounds: 20 },
  chain1000: { title: 'linear plan, 1,000 nodes', steps: 1000, rounds: 5 },
  values1000: { title: 'linear plan of values, 1,000 nodes', steps: 1000, rounds: 7 },
  fanOut100: { title: '100-way fan-out', steps: 100, rounds: 20 },
  loop10000: { title: 'loop of 10,000', steps: 10_000, rounds: 5 },
  expressions10000: { title: 'expression over 10,000 items', steps: 10_000, rounds: 5 },
  webhook50: { title: 'webhook → code → response, 50 connections', steps: 2000, rounds: 20 },
} as const;
export type WorkName = keyof typeof works;
export const workNames = Object.keys(works) as WorkName[];

export const items = Array.from({ length: 10_000 }, (_, id) => ({ id, name: `item ${id}` }));
