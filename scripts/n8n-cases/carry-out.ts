import { fakeContext } from 'heron/worker-kit/testing';
import { run } from '../../workers/n8n/run.ts';
import type { Case, Expected } from './case.ts';

/** A case as Heron's worker carries it out. */
export async function carryOut({ kind, version, parameters, inputs, settings }: Case): Promise<Expected> {
  const results = Object.fromEntries(
    inputs.map((items, at) => [`In ${at}`, { outputs: [items.map((json) => ({ json, pairedItem: 0 }))], sources: [] }]),
  );
  const node = { name: 'Test', type: `n8n-nodes-base.${kind}`, typeVersion: version, parameters, ...settings };
  try {
    const { outputs } = await run(
      { node, inputs: inputs.map((_, at) => [{ node: `In ${at}`, output: 0 }]), results, workflow: { name: 'Cases' } },
      fakeContext(),
    );
    return { outputs: outputs.map((items) => items.map(({ json }) => json as object)) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
