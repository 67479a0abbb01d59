import jsonata from 'jsonata';
import { compileExpression } from '../../src/main/orchestrator/expressions/template.ts';
import { type Figure, figure } from './figure.ts';

const items = 10_000;
const rounds = 9;

const expressions = {
  arithmetic: 'item.price * 2',
  mapping: '{ "a": item.x, "b": item.y }',
  condition: 'item.price > 100 and $contains(item.name, "7")',
  'path through a list': 'item.files[size > 10].path',
};

/** Microseconds an item of compiled expressions over 10,000 items; beside it JSONata alone, in the same run. */
export async function measureExpressions(): Promise<Figure[]> {
  const contexts = Array.from({ length: items }, (_, index) => ({
    item: { price: index, x: index, y: `y${index}`, name: `item ${index}`, files: filesOf(index) },
  }));
  const figures: Figure[] = [];
  for (const [name, source] of Object.entries(expressions)) {
    const peer = jsonata(source);
    const own: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      let begun = performance.now();
      const expression = compileExpression(source);
      const values: unknown[] = [];
      for (const context of contexts) {
        const value = expression.evaluate(context);
        values.push(value instanceof Promise ? await value : value);
      }
      const ownMs = performance.now() - begun;
      begun = performance.now();
      const expected: unknown[] = [];
      for (const context of contexts) expected.push(await peer.evaluate(context));
      const bareMs = performance.now() - begun;
      if (JSON.stringify(values) !== JSON.stringify(expected)) throw new Error(`${source} gives something else`);
      // The first round warms up.
      if (round === 0) continue;
      own.push((ownMs * 1000) / items);
      bare.push((bareMs * 1000) / items);
    }
    figures.push(
      figure(`expression, ${name}, ${items} items`, 'µs an item', own, {
        floor: { name: 'JSONata', values: bare },
        goal: { text: '≤ 2 µs', isMet: (median) => median <= 2 },
      }),
    );
  }
  return figures;
}

function filesOf(index: number): { path: string; size: number }[] {
  return Array.from({ length: 3 }, (_, place) => ({ path: `/files/${index}/${place}`, size: place * 10 }));
}
