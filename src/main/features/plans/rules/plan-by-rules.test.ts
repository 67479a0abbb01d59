import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../contract/json.ts';
import { Plan } from '../../../../contract/plan.ts';
import { isActionTask } from '../../../../contract/plan-task.ts';
import { compileTemplate } from '../../../orchestrator/expressions/template.ts';
import { bundledCatalogue, catalogueOf } from '../fixtures/bundled-catalogue.ts';
import { anySaidPhrase } from '../fixtures/said-phrase.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';
import { smallCatalogue } from '../fixtures/small-catalogue.ts';
import { compilePhrases } from './compiled-phrase.ts';
import type { EarlierResult } from './pronoun.ts';

const small = smallCatalogue();

async function tasks(text: string, earlier: EarlierResult[] = []): Promise<[string, Json, string[]?][]> {
  const { plan } = await planSentence(text, { earlier });
  const actions = (plan?.tasks ?? []).filter(isActionTask);
  return actions.map(({ action, input, after }) => (after ? [action, input, after] : [action, input]));
}

async function help(text: string): Promise<{ message: string; nearPhrases: string[] }> {
  const made = await planSentence(text);
  if (made.plan) throw new Error(`"${text}" gave the plan ${JSON.stringify(made.plan)}`);
  return made;
}

const photos = { source: '/base/photos', destination: '/base/photos.zip', format: 'zip' };

test('a sentence becomes the plan it means, whatever surrounds it', async () => {
  for (const text of [
    'zip photos',
    'Hey Heron, could you please zip up the folder photos for me? Thanks!',
    '  ZIP   the folder "photos".',
    'I want you to compress ./photos now, please',
  ]) {
    expect(await tasks(text)).toEqual([['archive.create', photos]]);
  }
});

test('a blob is handed from step to step, or named by its id; no other word is one [RT-28]', async () => {
  expect(await tasks('take a picture and develop it')).toEqual([
    ['camera.shoot', {}],
    ['camera.develop', { picture: '{{ tasks.t1.output.picture }}' }],
  ]);
  const id = `blb_${'0'.repeat(26)}`;
  expect(await tasks(`develop ${id}`)).toEqual([['camera.develop', { picture: id }]]);
  await expect(help('develop photo.png')).resolves.toBeDefined();
  await expect(help('zip photos and develop it')).resolves.toBeDefined();
});

const attached = (name: string, mediaType = 'text/plain') => ({
  blobId: `blb_${'0'.repeat(25)}${name.length % 10}`,
  path: `/home/ada/Heron/Attachments/0/${name}`,
  ...{ name, mediaType },
});

test('a file that came with the sentence is what "this" means, by its path or as a blob', async () => {
  const report = attached('spring report.pdf', 'application/pdf');
  const said = (text: string, files = [report]) => planSentence(text, { attached: files });
  for (const text of [
    'hash this file',
    'hash it',
    'hash the attachment',
    'hash that document',
    'hash "spring report.pdf"',
  ]) {
    expect((await said(text)).plan?.tasks).toMatchObject([{ action: 'checksum.hash', input: { path: report.path } }]);
  }
  expect((await said('zip this and hash it')).plan?.tasks).toMatchObject([
    { action: 'archive.create', input: { source: report.path } },
    { action: 'checksum.hash', input: { path: '{{ tasks.t1.output.path }}' } },
  ]);
  const photo = attached('photo.png', 'image/png');
  expect((await said('develop this picture', [photo])).plan?.tasks).toMatchObject([
    { input: { picture: photo.blobId } },
  ]);
});

test('of several files "this" is none, and each goes by its name', async () => {
  const files = [attached('a.txt'), attached('other.txt')];
  const made = await planSentence('hash this file', { attached: files });
  expect(made).toMatchObject({ message: expect.stringContaining('I do not know what “this file” means') as unknown });
  const named = await planSentence('hash other.txt', { attached: files });
  expect(named.plan?.tasks).toMatchObject([{ input: { path: files[1]?.path } }]);
});

test('"its" is the result of the step before', async () => {
  const made = await planSentence('zip the folder photos and tell me its SHA-256');
  expect(made.plan).toMatchObject({
    title: 'Zip the folder photos and tell me its SHA-256',
    tasks: [
      { id: 't1', title: 'Zip the folder photos', action: 'archive.create', input: photos },
      {
        id: 't2',
        title: 'Compute a checksum',
        action: 'checksum.hash',
        input: { path: '{{ tasks.t1.output.path }}', algorithm: 'sha256' },
      },
    ],
  });
});

test('"it" is the nearest result that the field can take', async () => {
  expect(await tasks('zip a, read b.txt and hash it')).toMatchObject([
    ['archive.create', {}],
    ['files.read', {}],
    ['checksum.hash', { path: '{{ tasks.t1.output.path }}' }],
  ]);
  expect(await tasks('zip a, read b.txt and write it to c.txt')).toMatchObject([
    ['archive.create', {}],
    ['files.read', {}],
    ['files.write', { content: '{{ tasks.t2.output.text }}' }],
  ]);
});

test('a noun picks the step that made such a thing', async () => {
  const [, , last] = await tasks('zip a, write "x" to b.txt and hash the archive');
  expect(last).toMatchObject(['checksum.hash', { path: '{{ tasks.t1.output.path }}' }]);
  const [, , nearest] = await tasks('zip a, write "x" to b.txt and hash that file');
  expect(nearest).toMatchObject(['checksum.hash', { path: '{{ tasks.t2.output.path }}' }]);
  const [, , possessive] = await tasks("zip a, write x to b.txt and tell me the archive's md5");
  expect(possessive).toMatchObject(['checksum.hash', { path: '{{ tasks.t1.output.path }}', algorithm: 'md5' }]);
});

test('a result of another kind is written as the field needs it', async () => {
  const content = async (text: string) => (await tasks(text)).at(-1)?.[1];
  expect(await content('measure example.com and write it to a.txt')).toMatchObject({
    content: '{{ $string(tasks.t1.output.bytes) }}',
  });
  expect(await content('find everything in src and write them to a.txt')).toMatchObject({
    content: '{{ $join(tasks.t1.output.found, "\\n") }}',
  });
  expect(await content('find everything in src and join them into a.txt')).toMatchObject({
    paths: '{{ tasks.t1.output.found }}',
  });
  expect(await content('zip a and join it into b')).toMatchObject({ paths: '{{ [tasks.t1.output.path] }}' });
});

test('"it" can be what the run before this sentence made', async () => {
  const earlier = [{ action: 'archive.create', output: { path: '/old/{{x}}.zip' } }];
  const [[, input] = []] = await tasks('tell me its md5', earlier);
  const { path, algorithm } = input as { path: string; algorithm: string };
  expect(algorithm).toBe('md5');
  expect(await compileTemplate(path).evaluate({})).toBe('/old/{{x}}.zip');
  expect(await tasks('hash it', [{ action: 'files.read', output: { text: 'a' } }])).toEqual([]);
});

test('steps run side by side unless "then" stands between them', async () => {
  expect(await tasks('zip a and hash b; wait 3 seconds')).toMatchObject([
    ['archive.create', {}],
    ['checksum.hash', {}],
    ['timer.wait', { seconds: 3 }],
  ]);
  const ordered = await tasks('zip a and hash b, then wait three seconds and read c.txt, and then read d.txt');
  expect(ordered.map(([, , after]) => after)).toEqual([undefined, undefined, ['t1', 't2'], ['t1', 't2'], ['t3', 't4']]);
});

test('"then" adds no order that a result already makes', async () => {
  expect(await tasks('zip a then hash it')).toEqual([
    ['archive.create', { source: '/base/a', destination: '/base/a.zip', format: 'zip' }],
    ['checksum.hash', { path: '{{ tasks.t1.output.path }}', algorithm: 'sha256' }],
  ]);
});

test('a value holds "and" only where no other reading is possible', async () => {
  expect(await tasks('write hello and goodbye to x.txt')).toMatchObject([
    ['files.write', { content: 'hello and goodbye', path: '/base/x.txt' }],
  ]);
  expect(await tasks('zip salt and pepper')).toMatchObject([['archive.create', { source: '/base/salt and pepper' }]]);
  expect(await tasks('zip salt and zip pepper')).toHaveLength(2);
  expect(await tasks('join a.txt, b.txt and "c d" into e.txt and hash it')).toMatchObject([
    ['files.join', { paths: ['/base/a.txt', '/base/b.txt', '/base/c d'], destination: '/base/e.txt' }],
    ['checksum.hash', { path: '{{ tasks.t1.output.path }}' }],
  ]);
});

test('a file and an address are told apart', async () => {
  expect(await tasks('read example.com')).toEqual([['web.get', { url: 'https://example.com' }]]);
  expect(await tasks('read README.md')).toEqual([['files.read', { path: '/base/README.md' }]]);
  expect(await tasks("what's on https://example.com/?q=1")).toEqual([['web.get', { url: 'https://example.com/?q=1' }]]);
});

test('fixed values belong to the phrase that names them', async () => {
  expect(await tasks('make a tarball of docs')).toMatchObject([['archive.create', { format: 'tar.gz' }]]);
  expect(await tasks('make a TAR.GZ file of docs')).toMatchObject([['archive.create', { format: 'tar.gz' }]]);
});

test('what looks like an expression stays what was said', async () => {
  const [[, input] = []] = await tasks('write "{{ $eval(1) }} and {{ tasks.t1 }}" to x.txt');
  const { content } = input as { content: string };
  expect(await compileTemplate(content).evaluate({ tasks: {} })).toBe('{{ $eval(1) }} and {{ tasks.t1 }}');
});

test('"it" without anything before it is asked about', async () => {
  expect((await help('hash it')).message).toContain('I do not know what “it” means');
  expect((await help('tell me its sha256')).message).toContain('I do not know what “its” means');
  expect((await help('zip the folder')).message).toContain('I do not know what “the folder” means');
});

test('half a sentence is never run', async () => {
  expect((await help('zip docs and frobnicate it')).message).toContain(
    'I understood “zip docs”, but not “and frobnicate it”',
  );
  expect((await help('zip docs and zip')).message).toContain('not “and zip”');
  expect((await help('wait 3 parsecs')).nearPhrases).toContain('Wait <seconds> seconds');
});

test('a value the action does not take is named', async () => {
  expect((await help('wait 90 seconds')).message).toContain('I took that for “Wait”, but seconds must be at most 60');
});

test('a misspelt sentence is answered with the nearest ones', async () => {
  expect((await help('zpi the foldr docs')).nearPhrases).toEqual(['Zip folder <source>']);
  expect((await help('tel me the md5 of x')).nearPhrases[0]).toBe('Tell me its md5');
});

test('what no worker can do gets an honest answer and the way to what they can', async () => {
  const message = 'None of my workers can do that. Ask “what can you do” to see what they can.';
  const sorry = { message, nearPhrases: ['What can you do'] };
  for (const text of ['frobnicate', 'order me a pizza', 'what is the weather', 'what is in there for me']) {
    expect(await help(text)).toEqual(sorry);
    if (text !== 'what is in there for me')
      expect(await planSentence(text, { catalogue: bundledCatalogue() })).toEqual(sorry);
  }
});

test('a greeting is answered in one sentence', async () => {
  for (const [text, beginning] of [
    ['hello', 'Hello! Ask “what can you do”'],
    ['Hi!', 'Hello! Ask'],
    ['Hey there, Heron', 'Hello! Ask'],
    ['good morning', 'Hello! Ask'],
    ['thanks', 'You are welcome! Ask'],
    ['OK, thank you very much!', 'You are welcome! Ask'],
  ] as const) {
    const { message, nearPhrases } = await help(text);
    expect(message).toContain(beginning);
    expect(message).not.toContain('\n');
    expect(nearPhrases).toEqual(['What can you do']);
  }
  expect(await tasks('hello, zip photos, thanks')).toEqual([['archive.create', photos]]);
});

test('"help" lists what every worker can do', async () => {
  for (const text of ['help', 'What can you do?', 'hey heron, help me please', 'hi, what can you do', '?']) {
    const { message, nearPhrases } = await help(text);
    expect(message).toContain('- **Archive**: “Zip …”');
    expect(message).toContain('- **Web**: “Read …”, and 1 more');
    expect(nearPhrases).toHaveLength(5);
  }
  const made = await planSentence('help', { catalogue: catalogueOf([]) });
  expect(made).toEqual({ message: 'There is nothing I can do yet: no worker is loaded.', nearPhrases: [] });
});

test('a sentence of thousands of steps is refused, not chewed on', async () => {
  expect((await help(`zip a${' and zip a'.repeat(900)}`)).message).toContain('too long');
});

test('a phrase that cannot be read is reported and matches nothing', async () => {
  const catalogue = smallCatalogue();
  catalogue
    .action('files.read')
    ?.action.phrases.push('read (the {path}', 'read {nothing}', 'read {path…}', 'read {path…} twice');
  const { broken, phrases } = compilePhrases(catalogue);
  expect(broken.map(({ message }) => message)).toEqual([
    'The phrase "read (the {path}" cannot be read: ")" is missing',
    'The phrase "read {nothing}" fills {nothing}, which files.read does not take',
    'The phrase "read {path…}" puts the rest of the words into {path}, which is no list of texts',
    'The phrase "read {path…} twice" cannot be read: only its last field can take the rest of the words',
  ]);
  expect(phrases.length).toBe(compilePhrases(smallCatalogue()).phrases.length);
});

test('an address may ask for anything without looking like a secret', async () => {
  expect(await tasks('measure the page http://a.aa?:a@')).toEqual([['web.measure', { url: 'http://a.aa?:a@' }]]);
});

test('any sentence gives a plan or help, and always the same [OR-03, X-15]', async () => {
  const words = fc.constantFrom(
    ...'zip read write hash it its the and then to into , ; "a b" \' “ {{ }} example.com ~ .. 3 join seconds <x> tell me'.split(
      ' ',
    ),
  );
  const anySentence = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.array(words, { maxLength: 25 }).map((all) => all.join(' ')),
  );
  await fc.assert(
    fc.asyncProperty(anySentence, async (text) => {
      const made = await planSentence(text);
      expect(made.plan ? Plan.parse(made.plan).tasks.length : made.message.length).toBeGreaterThan(0);
      expect(await planSentence(text)).toEqual(made);
    }),
    { numRuns: 300 },
  );
});

test('a sentence made from a phrase means that phrase, with the values that were said', async () => {
  await fc.assert(
    fc.asyncProperty(anySaidPhrase(small), async ({ phrase, sentence, values }) => {
      const { plan } = await planSentence(sentence);
      expect(plan?.tasks.map((task) => task.action)).toEqual([phrase.entry.ref]);
      const input = plan?.tasks[0]?.input ?? {};
      for (const [field, value] of Object.entries(values)) {
        const said = input[field];
        const plain = typeof said === 'string' ? await compileTemplate(said).evaluate({}) : said;
        expect(plain).toEqual(value);
      }
    }),
    { numRuns: 300 },
  );
});

test('every phrase of the bundled workers can be read', () => {
  const { phrases, broken } = compilePhrases(bundledCatalogue());
  expect(broken).toEqual([]);
  expect(phrases.length).toBeGreaterThan(20);
});

test('with the bundled workers a folder is zipped and its checksum told', async () => {
  const made = await planSentence('zip the folder ~/photos and tell me its sha256', {
    catalogue: bundledCatalogue(),
    present: ['/home/ada/photos'],
  });
  expect(made.plan?.tasks).toMatchObject([
    { action: 'archive.create', input: { source: '/home/ada/photos', destination: '/home/ada/photos.zip' } },
    { action: 'checksum.hash', input: { path: '{{ tasks.t1.output.path }}', algorithm: 'sha256' } },
  ]);
});
