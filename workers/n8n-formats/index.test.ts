import { generateKeyPairSync, verify } from 'node:crypto';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { describe, expect, test } from 'vitest';
import type { Handle } from './call.ts';
import worker from './index.ts';

type Input = Parameters<typeof worker.actions.run>[0];
type Given = { json: object; parameters?: object; binary?: object; failed?: object };

const node = (type: string, parameters: object, more: object = {}): Input['node'] => ({
  name: 'Test',
  type: `n8n-nodes-base.${type}`,
  typeVersion: 1,
  parameters,
  ...more,
});

/** Items whose parameters are those of the node, as the worker n8n hands them over. */
function call(one: Input['node'], items: Given[], context = fakeContext(), more: Partial<Input> = {}) {
  const parameters = one['parameters'] as object;
  const asked = items.map(({ json, ...other }, item) => ({ json: { json, parameters, ...other }, pairedItem: item }));
  return worker.actions.run({ node: one, asked: { outputs: [asked], sources: [] }, ...more }, context);
}

const rows = [{ json: { name: 'Ada', age: 36, ok: true } }, { json: { name: 'Bo & "Co"', age: 1.5, note: 'a\nb' } }];

async function converted(operation: string, context: FakeContext, options: object = {}): Promise<Given> {
  const { outputs } = await call(node('convertToFile', { operation, options }, { typeVersion: 1.1 }), rows, context);
  return outputs[0]?.[0] as Given;
}

async function extracted(
  operation: string,
  from: Given,
  context: FakeContext,
  options: object = {},
): Promise<unknown[]> {
  const { outputs } = await call(node('extractFromFile', { operation, options }), [from], context);
  return outputs[0]!.map(({ json }) => json);
}

describe('files', () => {
  test.each([
    ['xlsx', { age: 1.5, ok: true }],
    ['ods', { age: 1.5, ok: true }],
    ['csv', { age: '1.5', ok: 'TRUE' }],
    ['html', { age: 1.5, ok: 'TRUE' }],
  ])('%s is written as a blob and read again [X-13]', async (operation, { age, ok }) => {
    const context = fakeContext();
    const made = await converted(operation, context);
    const handle = (made.binary as { data: Handle }).data;
    expect(Object.keys(handle).toSorted()).toEqual(['blob', 'bytes', 'fileExtension', 'fileName', 'mimeType']);
    expect(context.stored.get(handle.blob)?.bytes.byteLength).toBe(handle.bytes);
    const [first, second] = await extracted(operation, made, context, { enableBOM: true });
    expect(first).toEqual({ name: 'Ada', age: operation === 'csv' ? '36' : 36, ok });
    expect(second).toMatchObject({ name: 'Bo & "Co"', age });
  });

  test('of a workbook a sheet, a range, words and cells with nothing can be asked for', async () => {
    for (const operation of ['xlsx', 'ods']) {
      const context = fakeContext();
      const made = await converted(operation, context, { sheetName: 'People' });
      expect(await extracted(operation, made, context, { range: 'A1:B2', readAsString: true })).toEqual([
        { name: 'Ada', age: '36' },
      ]);
      const all = await extracted(operation, made, context, { sheetName: 'People', includeEmptyCells: true });
      expect(all[0]).toMatchObject({ note: '' });
      await expect(extracted(operation, made, context, { sheetName: 'Other' })).rejects.toThrow(
        'The file has no sheet Other; it has People',
      );
      await expect(extracted(operation, made, context, { range: 'x' })).rejects.toThrow('not like A1:C10');
    }
  });

  test('what is no file of its kind is refused', async () => {
    const context = fakeContext({
      blobs: { blb_text: { bytes: Buffer.from('a,b\n1,"2" 3\n'), mediaType: 'text/csv' } },
    });
    const text = { json: {}, binary: { data: { blob: 'blb_text', mimeType: 'text/csv', bytes: 12 } } };
    await expect(extracted('xlsx', text, context)).rejects.toThrow(/no Excel workbook/);
    await expect(extracted('ods', text, context)).rejects.toThrow(/no spreadsheet/);
    // n8n ends such a table before the row that it cannot read, and says nothing.
    await expect(extracted('csv', text, context)).rejects.toThrow(/line 2/);
    await expect(extracted('html', text, context)).rejects.toThrow('The page has no table');
    await expect(extracted('pdf', text, context)).rejects.toThrow('Heron cannot extract pdf');
    const gone = { json: {}, binary: { data: { blob: 'blb_gone', mimeType: 'text/csv', bytes: 1 } } };
    await expect(extracted('text', gone, context)).rejects.toThrow(/no blob blb_gone/);
  });

  test('a long table is read as it comes, and no further than asked', async () => {
    const line = `${'x'.repeat(80)},1\n`;
    const bytes = Buffer.from(`a,b\n${line.repeat(5000)}`);
    const context = fakeContext({ blobs: { blb_long: { bytes, mediaType: 'text/csv' } } });
    const long = { json: {}, binary: { data: { blob: 'blb_long', mimeType: 'text/csv', bytes: bytes.byteLength } } };
    expect(await extracted('csv', long, context)).toHaveLength(5000);
    expect(await extracted('csv', long, context, { maxRowCount: 3 })).toHaveLength(3);
  });
});

async function dataOf(one: Input['node']): Promise<string> {
  const { outputs } = await call(one, [{ json: {} }]);
  const [made] = outputs[0] as { json: { data: string } }[];
  return made!.json.data;
}

test('what is signed can be checked, and what is made up is long enough', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const sign = node('crypto', { action: 'sign', algorithm: 'RSA-SHA256', value: 'words', privateKey: key });
  const signature = Buffer.from(await dataOf(sign), 'hex');
  expect(verify('RSA-SHA256', Buffer.from('words'), publicKey, signature)).toBe(true);
  const length = async (encodingType: string): Promise<number> =>
    (await dataOf(node('crypto', { action: 'generate', encodingType, stringLength: 33 }))).length;
  expect(await Promise.all(['hex', 'base64', 'ascii', 'uuid'].map(length))).toEqual([33, 33, 33, 36]);
});

describe('what fails', () => {
  const hash = (more: object) => node('crypto', { action: 'hash', type: 'SHA256', value: 'x' }, more);
  const items: Given[] = [{ json: { n: 1 }, failed: { value: 'n is not there' } }, { json: { n: 2 } }];

  test('a parameter that could not be worked out fails what needs it, and says why', async () => {
    await expect(call(hash({}), items)).rejects.toThrow('Test: n is not there');
  });

  test('lets the others go on, or goes to an output of its own, where the node says so', async () => {
    const regular = await call(hash({ onError: 'continueRegularOutput' }), items);
    expect(regular.outputs).toMatchObject([[{ json: { error: 'n is not there' } }, { json: { n: 2 } }]]);
    const apart = await call(hash({ onError: 'continueErrorOutput' }), items);
    expect(apart.counts).toEqual([1, 1]);
    expect(apart.outputs[1]).toMatchObject([{ json: { n: 1, error: 'n is not there' }, pairedItem: 0 }]);
  });

  test('a feed that could not be fetched, and a kind that is not known, are told', async () => {
    const feed = node('rssFeedRead', { url: 'https://example.org/feed' });
    await expect(call(feed, [{ json: {} }], fakeContext(), { answers: [null] })).rejects.toThrow(
      'Test: Nothing came from https://example.org/feed',
    );
    await expect(call(node('slack', {}), [])).rejects.toThrow(
      'Heron cannot carry out nodes of the type n8n-nodes-base.slack',
    );
  });

  test('an output that stays empty gives one item where it is to', async () => {
    const { outputs } = await call(node('xml', {}, { alwaysOutputData: true }), []);
    expect(outputs).toEqual([[{ json: {}, pairedItem: 0 }]]);
  });
});
