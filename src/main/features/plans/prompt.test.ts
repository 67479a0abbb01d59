import { expect, test } from 'vitest';
import { validatePlan } from '../../orchestrator/validate-plan.ts';
import { bundledCatalogue, catalogueOf } from './fixtures/bundled-catalogue.ts';
import { manifestOf } from './fixtures/small-catalogue.ts';
import { planningExamples } from './planning-examples.ts';
import { plannerInstructions } from './prompt.ts';

const nothing = { type: 'object', properties: {}, additionalProperties: false };

test('every example that a model is shown is a plan that can run [OR-02]', async () => {
  const catalogue = bundledCatalogue();
  const plans = planningExamples(catalogue).flatMap(({ answer }) => ('plan' in answer ? [answer.plan] : []));
  expect(plans.length).toBeGreaterThan(1);
  for (const plan of plans) {
    const { issues } = await validatePlan({ ...plan, version: 1 }, catalogue, { baseFolder: '/a', homeFolder: '/a' });
    expect(issues).toEqual([]);
  }
  const prompt = plannerInstructions(catalogue, '/a', '', '');
  for (const { says } of planningExamples(catalogue)) expect(prompt).toContain(`Person: ${says}`);
});

test('an example with an action that is not in the catalogue is not shown', () => {
  const few = catalogueOf([manifestOf('checksum', 'Checksum', { hash: { input: nothing, output: nothing } })]);
  expect(planningExamples(few).filter(({ answer }) => 'plan' in answer)).toEqual([]);
  expect(plannerInstructions(few, '/a', '', '')).not.toContain('archive.create');
});

test('what an action takes, gives and costs stands in its line [OR-02]', () => {
  const output = { type: 'object', properties: { said: { type: 'string' } }, additionalProperties: false };
  const action = (cost: object) => ({ input: nothing, output, cost });
  const catalogue = catalogueOf([
    manifestOf('oracle', 'Oracle', {
      dear: action({ tokens: 2000, money: 0.02, time: 'minutes' }),
      cheap: action({ time: 'instant' }),
    }),
  ]);
  const lines = plannerInstructions(catalogue, '/a', '', '').split('\n');
  expect(lines.find((line) => line.startsWith('- oracle.dear'))).toContain(
    'Cost: about 2,000 tokens, 0.02 USD, minutes. Input: {',
  );
  expect(lines.find((line) => line.startsWith('- oracle.cheap'))).toMatch(/Cost: no time\..*Output: \{said: string\}/);
});

test('of many actions each has a short line, and those that suit what is said their schema too [OR-02]', () => {
  const catalogue = bundledCatalogue();
  const said = plannerInstructions(catalogue, '/a', '', 'pack the folder ~/photos into an archive');
  for (const { ref } of catalogue.actions()) expect(said).toContain(`\n- ${ref}(`);
  expect(said).toMatch(/\n- archive\.create\([^\n]*source: path/);
  expect(said).toMatch(/\n- archive\.create: [^\n]* Input: \{/);
  expect(said.length).toBeLessThan(80_000);
  const other = plannerInstructions(catalogue, '/a', '', 'what is new in the repository');
  const shared = said.slice(0, said.indexOf('More of those that may suit'));
  expect(other.startsWith(shared)).toBe(true);
});
