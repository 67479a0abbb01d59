import { expect, test } from 'vitest';
import type { SpokenNode } from '../../../base/spoken-form.ts';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';
import type { ActionEntry, Catalogue } from '../../../orchestrator/catalogue.ts';
import { spokenForms } from './spoken-forms.ts';

const catalogue = bundledCatalogue();
const only = (entry: ActionEntry): Catalogue => ({ actions: () => [entry], action: () => entry });

/** Nobody says these: they carry out the nodes of workflows that came from elsewhere. */
const ofImports = ['n8n', 'n8n-formats', 'node-red'];

/** Without a model that writes speech down, nobody can say these, because of something that is in no list of words. */
const notSayable: Record<string, string[]> = {
  'an address of the web': [
    ...['api.get', 'api.send', 'api.query', 'api.mutate', 'api.schema', 'browser.open', 'browser.signIn'],
    ...['git.clone', 'network.timing', 'scrape.rows', 'scrape.save', 'web-fetch.download', 'web-fetch.page'],
  ],
  'the address of a machine': [
    ...['network.certificate', 'network.ping', 'network.resolve', 'network.trace'],
    ...['sync.planRemote', 'sync.pull', 'sync.push'],
  ],
  'a place in the cloud': [
    'cloud.copy',
    'cloud.get',
    'cloud.link',
    'cloud.list',
    'cloud.put',
    'cloud.records',
    'cloud.remove',
  ],
  'what a page says': ['browser.choose', 'browser.click', 'browser.download', 'browser.fill', 'browser.wait'],
  'code, or a name in it': ['code.extract', 'code.find', 'code.rename', 'code.run', 'code.skeleton'],
  'SQL, or the name of a table': [
    ...['data.query', 'database.change', 'database.explain', 'database.export', 'database.query', 'database.write'],
  ],
  'the name of a container or an image': [
    ...['docker.exec', 'docker.logs', 'docker.pull', 'docker.remove', 'docker.run', 'docker.start', 'docker.stop'],
  ],
  'the name of a package': ['package.add', 'package.remove', 'package.runScripts', 'package.why'],
  'the name of a program': ['process.run', 'process.start'],
  'a free text': ['process.write', 'text.replace', 'text.replaceInFile', 'web-search.search'],
  'a checksum': ['checksum.verify'],
};

test('every action can be said without a model, but for those that need what no list of words has', () => {
  const silent = catalogue.actions().filter((entry) => spokenForms(only(entry)).length === 0);
  const refs = silent.flatMap(({ ref, workerId }) => (ofImports.includes(workerId) ? [] : [ref]));
  expect(refs.toSorted()).toEqual(Object.values(notSayable).flat().toSorted());
});

const written = (nodes: readonly SpokenNode[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'word') return node.word;
      return node.kind === 'choice' ? written(node.alternatives[0] ?? []) : '12';
    })
    .join(' ');

/** What is heard where each part that may be left out is, and each choice is the first. */
test.each([
  ['calculator.calculate', { sum: '12 plus 12' }],
  ['calculator.convert', { amount: 12, from: 'miles', to: 'kilometers' }],
  ['network.scan', { ports: expect.any(String) as string }],
  ['browser.press', { key: 'Enter', session: 'main' }],
  ['process.stop', { process: 'program', graceSeconds: 5 }],
])('what is said of %s is understood', async (ref, input) => {
  const entry = catalogue.actions().find((each) => each.ref === ref);
  const said = spokenForms(only(entry!)).map(written);
  expect(said).not.toEqual([]);
  const plans = await Promise.all(said.map((text) => planSentence(text, { catalogue })));
  expect(plans.map(({ plan }) => plan?.tasks)).toContainEqual([expect.objectContaining({ action: ref, input })]);
  for (const { plan } of plans) expect(plan?.tasks).toMatchObject([{ action: ref }]);
});
