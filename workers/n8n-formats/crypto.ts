import { createHash, createHmac, createSign, randomBytes, randomUUID, type BinaryToTextEncoding } from 'node:crypto';
import { type Asked, type Call, type Kind, mustBeGiven, NodeFailure, perItem } from './call.ts';
import { bytesOf, handleOf } from './files.ts';

/** Crypto: sums of texts and files, with a key or without, signatures, and what nobody can guess. */
export const crypto: Kind = (call) => {
  const action = call.text('action', 0, 'hash');
  const make = actions[action];
  if (!make) throw new NodeFailure(`There is no action ${action}`);
  if (action === 'hmac') mustBeGiven(call, 'secret', 'Secret');
  if (action === 'sign') mustBeGiven(call, 'privateKey', 'Private Key');
  return perItem(call, async (item, index) => {
    const name = call.text('dataPropertyName', index, 'data');
    const json = { ...item.json, [name]: await make(call, item, index) };
    // Where it is about a file, n8n lets that go.
    const isKept = !call.flag('binaryData', index) && Object.keys(item.binary).length > 0;
    return { json, pairedItem: index, ...(isKept ? { binary: item.binary } : {}) };
  });
};

type Make = (call: Call, item: Asked, index: number) => Promise<string>;

const actions: Record<string, Make> = {
  hash: async (call, item, index) =>
    createHash(typeOf(call, index))
      .update(await contentOf(call, item, index))
      .digest(encodingOf(call, index)),
  hmac: async (call, item, index) =>
    createHmac(typeOf(call, index), call.text('secret', index))
      .update(await contentOf(call, item, index))
      .digest(encodingOf(call, index)),
  sign: async (call, _, index) =>
    createSign(call.text('algorithm', index))
      .update(wordsAt(call, index))
      .sign(call.text('privateKey', index), encodingOf(call, index)),
  generate: async (call, _, index) => generated(call, index),
};

const typeOf = (call: Call, index: number): string => call.text('type', index, call.version < 2 ? 'MD5' : 'SHA256');

const encodingOf = (call: Call, index: number): BinaryToTextEncoding =>
  call.text('encoding', index, 'hex') as BinaryToTextEncoding;

async function contentOf(call: Call, item: Asked, index: number): Promise<string | Buffer> {
  if (!call.flag('binaryData', index)) return wordsAt(call, index);
  return bytesOf(call, handleOf(item, call.text('binaryPropertyName', index, 'data'), index));
}

function wordsAt(call: Call, index: number): string {
  const value = call.parameter('value', index, call.node.parameters?.['value'] === undefined ? '' : undefined);
  if (typeof value === 'string') return value;
  throw new NodeFailure(`The value must be a text, not ${typeof value} [item ${index}]`);
}

function generated(call: Call, index: number): string {
  const how = call.text('encodingType', index, 'uuid');
  if (how === 'uuid') return randomUUID();
  const length = call.number('stringLength', index, 32);
  if (!Number.isInteger(length) || length < 1 || length > 100_000)
    throw new NodeFailure(`A length of ${length} is not possible [item ${index}]`);
  if (how === 'hex') return randomBytes(length).toString('hex').slice(0, length);
  if (how === 'ascii') return randomBytes(length).toString('ascii');
  return randomBytes(length * 2)
    .toString('base64')
    .replaceAll(/\W/g, '')
    .slice(0, length);
}
