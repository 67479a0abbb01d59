import { type Case, each } from './case.ts';

/** Made for these cases and for nothing else. */
const key = 'a key of the cases';
const types = ['MD5', 'SHA1', 'SHA256', 'SHA3-256', 'SHA3-384', 'SHA3-512', 'SHA384', 'SHA512'];
const items = [{ t: 'heron', n: 5 }, { t: 'Édouard ☂' }, { t: '' }];
const file = [{ data: { text: 'bytes of a file\n', mimeType: 'text/plain', fileName: 'a.txt' } }];

export const cryptoCases: Case[] = [
  ...each(
    'crypto',
    1,
    [items],
    [
      ...types.map((type) => ({ action: 'hash', type, value: '={{ $json.t }}' })),
      ...types.map((type) => ({ action: 'hmac', type, value: '={{ $json.t }}', secret: key })),
      { action: 'hash', type: 'SHA256', value: 'fixed', encoding: 'base64' },
      { action: 'hmac', type: 'SHA256', value: 'fixed', secret: key, encoding: 'base64' },
      { action: 'hash', type: 'SHA256', value: '={{ $json.t }}', dataPropertyName: 'deep.sum' },
      { action: 'hash', value: '={{ $json.t }}' },
      { action: 'hash', type: 'SHA256', value: '={{ $json.n }}' },
      { action: 'hmac', type: 'SHA256', value: 'x', secret: '' },
      { action: 'hash', type: 'SHA256', value: '={{ $json.missing }}' },
      { action: 'hash', type: 'SHA256', value: '={{ null }}' },
      { action: 'hash', type: 'SHA256', value: 'x', dataPropertyName: '={{ $json.missing }}' },
      { action: 'hmac', type: 'SHA256', value: 'x', secret: '={{ $json.missing }}' },
      { action: 'hash', type: 'unheard', value: 'x' },
      { action: 'sign', algorithm: 'RSA-SHA256', value: 'x', privateKey: 'no key' },
    ],
  ),
  ...each(
    'crypto',
    2,
    [items],
    [
      { action: 'hash', value: '={{ $json.t }}' },
      { action: 'hash', type: 'MD5', value: '={{ $json.t }}', encoding: 'base64' },
    ],
  ),
  ...each('crypto', 1, [items], [{ action: 'hash', type: 'unheard', value: 'x' }], {
    onError: 'continueRegularOutput',
  }),
  ...[false].map((binaryData): Case => ({
    kind: 'crypto',
    version: 1,
    parameters: { action: 'hash', type: 'SHA256', binaryData, value: 'x' },
    inputs: [[{ a: 1 }]],
    files: file,
  })),
  ...['hash', 'hmac'].map((action): Case => ({
    kind: 'crypto',
    version: 1,
    parameters: { action, type: 'SHA256', binaryData: true, binaryPropertyName: 'data', secret: key },
    inputs: [[{ a: 1 }]],
    files: file,
  })),
];
