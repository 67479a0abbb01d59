import { fakeContext } from 'heron/worker-kit/testing';
import { importN8n } from '../../src/main/features/importing/n8n/n8n-import.ts';
import { importNodeRed } from '../../src/main/features/importing/node-red/node-red-import.ts';
import { run } from '../../workers/n8n/run.ts';
import type { Imported } from '../../src/main/features/importing/imported.ts';
import { type Figure, figure } from './figure.ts';

const items = 10_000;
const nodes = 500;
const rounds = 9;

const expressions = {
  field: '={{ $json.name }}',
  text: '={{ $json.name.toUpperCase() }} {{ $json.id }}',
  'another node': "={{ $('In').item.json.id + 1 }}",
};

/** Microseconds an item of n8n's expressions in Edit Fields, all of the node counted, and the time to import flows of 500 nodes. */
export async function measureImport(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, value] of Object.entries(expressions)) {
    const values: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const taken = await setTaking(value);
      // The first round warms up.
      if (round > 0) values.push((taken * 1000) / items);
    }
    figures.push(figure(`n8n expression, ${name}, ${items} items`, 'µs an item', values));
  }
  return [...figures, importTime(), nodeRedImportTime()];
}

async function setTaking(value: string): Promise<number> {
  const given = Array.from({ length: items }, (_, id) => ({ json: { id, name: `item ${id}` }, pairedItem: id }));
  const parameters = { assignments: { assignments: [{ id: '1', name: 'v', type: 'string', value }] }, options: {} };
  const node = { name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters };
  const begun = performance.now();
  const { counts } = await run(
    { node, inputs: [[{ node: 'In', output: 0 }]], results: { In: { outputs: [given] } } },
    fakeContext(),
  );
  const taken = performance.now() - begun;
  if (counts[0] !== items) throw new Error(`${value} gives ${counts[0]} items`);
  return taken;
}

function importTime(): Figure {
  const name = (at: number): string => `Node ${at}`;
  const connections = Object.fromEntries(
    Array.from({ length: nodes - 1 }, (_, at) => [
      name(at),
      { main: [[{ node: name(at + 1), type: 'main', index: 0 }]] },
    ]),
  );
  const parameters = {
    assignments: { assignments: [{ id: '1', name: 'v', type: 'string', value: '={{ $json.v }}' }] },
    options: {},
  };
  const list = Array.from({ length: nodes }, (_, at) => ({
    name: name(at),
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    position: [at * 200, 0],
    parameters,
  }));
  const text = JSON.stringify({ name: 'Long', nodes: list, connections });
  return timed(`import of an n8n flow of ${nodes} nodes`, () => importN8n(text));
}

function nodeRedImportTime(): Figure {
  const list = Array.from({ length: nodes }, (_, at) => ({
    ...{ id: `n${at}`, type: at === 0 ? 'inject' : 'function', z: 't', x: at * 100, y: 0 },
    ...{ func: 'return msg;', outputs: 1, wires: [at === nodes - 1 ? [] : [`n${at + 1}`]] },
  }));
  const text = JSON.stringify([{ id: 't', type: 'tab', label: 'Long' }, ...list]);
  return timed(`import of a Node-RED flow of ${nodes} nodes`, () => importNodeRed(text));
}

function timed(name: string, importIt: () => Imported): Figure {
  const values: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const begun = performance.now();
    const { document } = importIt();
    const taken = performance.now() - begun;
    if (document.tasks.length !== nodes) throw new Error(`${document.tasks.length} of ${nodes} nodes were imported`);
    if (round > 0) values.push(taken);
  }
  return figure(name, 'ms', values);
}
