import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { run } from '../../workers/node-red/run.ts';
import type { Agreement } from '../n8n-cases/agreement.ts';
import { type Case, type Expected, type Message, withoutIds } from './case.ts';

export type KeptCase = Case & { expected: Expected };

export const keptFile = 'tests/fixtures/node-red/cases.json';

/** The cases with what Node-RED gave. */
export function keptCases(root: string): KeptCase[] {
  return (JSON.parse(readFileSync(join(root, keptFile), 'utf8')) as { cases: KeptCase[] }).cases;
}

/** A case as Heron's worker carries it out. */
export async function carryOut({ type, settings, messages }: Case): Promise<Expected> {
  const sent = messages.map((message, at) => ({ _msgid: `message${at}`, ...message }));
  try {
    const { outputs } = await run(
      {
        node: { ...settings, id: 'test', z: 'tab', type },
        ...{ inputs: [[{ node: 'in', output: 0 }]], results: { in: { outputs: [sent] } }, ports: 3, caught: true },
      },
      fakeContext(),
    );
    const [failed = []] = outputs.slice(3);
    return { outputs: withoutIds(outputs.slice(0, 3)) as Message[][], failures: failed.length };
  } catch {
    return { outputs: [[], [], []], failures: messages.length };
  }
}

/** The same messages at the same outputs in the same order, and as many failures. */
export function agrees(got: Expected, expected: Expected): boolean {
  return JSON.stringify(got) === JSON.stringify(expected);
}

/** How often Heron sends what Node-RED sends, by the type of node. */
export async function agreement(root: string): Promise<Agreement[]> {
  const found = new Map<string, Agreement>();
  for (const one of keptCases(root)) {
    const known = found.get(one.type) ?? { kind: one.type, agreed: 0, cases: 0 };
    known.cases += 1;
    if (agrees(await carryOut(one), one.expected)) known.agreed += 1;
    found.set(one.type, known);
  }
  return [...found.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}
