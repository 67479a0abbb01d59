import { expect, test } from 'vitest';
import { countText } from '../../models/context/count-tokens.ts';
import type { Catalogue } from '../../orchestrator/catalogue.ts';
import { validatePlan } from '../../orchestrator/checking/validate-plan.ts';
import { bundledCatalogue, catalogueOf } from './fixtures/bundled-catalogue.ts';
import { manifestOf } from './fixtures/small-catalogue.ts';
import { planningExamples } from './planning-examples.ts';
import { plannerText } from './prompt.ts';

function plannerInstructions(catalogue: Catalogue, baseFolder: string, manner: string, says: string, tokens?: number) {
  return plannerText({ catalogue, baseFolder, manner, says }, tokens).instructions;
}

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

test('of many actions each is named, those that suit what is said have fields, and the best of them their schema too [OR-02]', () => {
  const catalogue = bundledCatalogue();
  const said = plannerInstructions(catalogue, '/a', '', 'pack the folder ~/photos into an archive');
  for (const { workerId, ref } of catalogue.actions()) {
    const line = said.split('\n').find((each) => each.startsWith(`- ${workerId}: `));
    expect(line?.slice(workerId.length + 4).split(', ')).toContain(ref.slice(workerId.length + 1));
  }
  expect(said).toMatch(/\n- archive\.create: [^\n]* Input: \{/);
  expect(said).toMatch(/\n- [\w-]+\.\w+\([^\n]*\) -> \{/);
  // A window of 32,768 tokens has room for a conversation beside it.
  expect(said.length).toBeLessThan(45_000);
  const other = plannerInstructions(catalogue, '/a', '', 'what is new in the repository');
  const shared = said.slice(0, said.indexOf('Some that may suit'));
  expect(shared).toContain('- archive: create, extract, list');
  expect(other.startsWith(shared)).toBe(true);
  expect(plannerInstructions(catalogue, '/a', '', 'what shall we eat').length).toBeLessThan(20_000);
});

test('of a catalogue of middle size each action has a line with its fields', () => {
  const some = bundledCatalogue()
    .actions()
    .filter(({ workerId }) => ['archive', 'files', 'git', 'process', 'cleanup', 'data'].includes(workerId));
  const said = plannerInstructions({ ...bundledCatalogue(), actions: () => some }, '/a', '', 'pack the folder');
  for (const { ref } of some) expect(said).toContain(`\n- ${ref}(`);
  expect(said).toMatch(/\n- archive\.create: [^\n]* Input: \{/);
});

test.each([1843, 3993, 7987, 12_000, 20_000])(
  'what is told fits into %d tokens, and what suits is in it [OR-02]',
  (tokens) => {
    const catalogue = bundledCatalogue();
    const manner = 'Be kind to everybody. '.repeat(3000);
    const says = 'pack the folder ~/photos into an archive';
    const { instructions, answerSchema } = plannerText({ catalogue, baseFolder: '/a', manner, says }, tokens);
    const schema = JSON.stringify(answerSchema);
    expect(countText(instructions) + countText(schema)).toBeLessThanOrEqual(tokens);
    expect(instructions).toMatch(/- archive\.create[(:]/);
    expect(instructions).toContain('characters left out');
    expect(schema).toContain('archive.create');
  },
);

test('the smaller a window, the less is told: names of what suits, names of all, schemas of more [OR-02]', () => {
  const catalogue = bundledCatalogue();
  const says = 'compare the text of two files and list the folders';
  const told = (tokens: number): string =>
    JSON.stringify(plannerText({ catalogue, baseFolder: '/a', manner: '', says }, tokens));
  const named = (text: string): number => catalogue.actions().filter(({ ref }) => text.includes(`"${ref}"`)).length;
  const schemas = (text: string): number => text.split(' Input: {').length - 1;
  const [tiny, small, usual, large] = [told(1843), told(3993), told(14_000), told(70_000)];
  expect(named(tiny)).toBeGreaterThan(3);
  expect(named(small)).toBeGreaterThan(named(tiny));
  expect(named(usual)).toBe(catalogue.actions().length);
  expect(small).not.toContain('agent');
  expect(schemas(small)).toBe(0);
  expect(schemas(large)).toBeGreaterThan(schemas(usual));
  // Who names an action has its worker told of alone, whatever the words are.
  const few = { ...catalogue, actions: () => catalogue.actions().filter(({ workerId }) => workerId === 'checksum') };
  const mentioned = plannerText({ catalogue: few, baseFolder: '/a', manner: '', says: 'xyzzy plugh' }, 1500);
  expect(mentioned.instructions).toContain('- checksum.hash(');
  const unknown = plannerText({ catalogue, baseFolder: '/a', manner: '', says: 'xyzzy plugh' }, 1500);
  expect(unknown.instructions).toContain('answer in words');
});
