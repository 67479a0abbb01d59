import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SignatureForm, type WebhookSignature } from '../../../contract/webhook-options.ts';
import { checkSignature, signedHeaders } from './signatures.ts';

const secret = 'It is a secret to everybody';
const body = Buffer.from('{"order":7,"name":"Zoë"}');
const now = 1_780_000_000_000;

function sentWith(headers: Record<string, string>, bytes = body) {
  return { bytes, header: (name: string) => headers[name] };
}

const signatureOf = (form: SignatureForm, more: Partial<WebhookSignature> = {}): WebhookSignature => ({
  ...{ form, secret: 'hook-key' },
  ...more,
});

const hex = (text: string | Buffer, key: string | Buffer = secret) =>
  createHmac('sha256', key).update(text).digest('hex');

describe.each(SignatureForm.options)('signed as %s', (form) => {
  const signature = signatureOf(form);
  const headers = signedHeaders(signature, { secret, body, now });

  test('what was signed is let in, and nothing that was changed is', () => {
    expect(checkSignature(signature, { secret, sent: sentWith(headers), now })).not.toHaveProperty('problem');
    const wrong = { problem: 'The signature is not right' };
    const changed = Buffer.from(body.toString().replace('7', '8'));
    expect(checkSignature(signature, { secret, sent: sentWith(headers, changed), now })).toEqual(wrong);
    expect(checkSignature(signature, { secret: 'another', sent: sentWith(headers), now })).toEqual(wrong);
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers;
      expect(checkSignature(signature, { secret, sent: sentWith(rest), now })).toHaveProperty('problem');
    }
  });

  test('a call whose time is signed is let in for a while, and is the same one whenever it comes again', () => {
    const at = (seconds: number) =>
      checkSignature(signature, { secret, sent: sentWith(headers), now: now + seconds * 1000 });
    if (form === 'body') return expect(at(86_400)).toEqual({});
    expect(at(299)).toEqual(at(0));
    expect(at(0)).toEqual({ by: expect.stringMatching(/^[\w-]{43}$/) as unknown });
    expect(at(301)).toEqual({ problem: 'The call was signed more than 300 seconds ago, or ahead' });
    expect(at(-301)).toHaveProperty('problem');
  });
});

test('as the services themselves write it down', () => {
  const github = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' };
  const hello = Buffer.from('Hello, World!');
  expect(
    checkSignature(signatureOf('body'), { secret: "It's a Secret to Everybody", sent: sentWith(github, hello), now }),
  ).toEqual({});
  const shopify = { 'x-shopify-hmac-sha256': Buffer.from(hex(body), 'hex').toString('base64') };
  const header = 'x-shopify-hmac-sha256';
  expect(checkSignature(signatureOf('body', { header }), { secret, sent: sentWith(shopify), now })).toEqual({});
  const time = '1780000000';
  const rolled = { 'stripe-signature': `t=${time},v1=${hex('other')},v1=${hex(`${time}.${body.toString()}`)},v0=x` };
  expect(checkSignature(signatureOf('stripe'), { secret, sent: sentWith(rolled), now })).toHaveProperty('by');
  const key = Buffer.from('a key of some bytes');
  const mac = Buffer.from(hex(`msg_1.${time}.${body.toString()}`, key), 'hex').toString('base64');
  const standard = { 'webhook-id': 'msg_1', 'webhook-timestamp': time, 'webhook-signature': `v1a,x v1,${mac}` };
  const whsec = `whsec_${key.toString('base64')}`;
  expect(checkSignature(signatureOf('standard'), { secret: whsec, sent: sentWith(standard), now })).toHaveProperty(
    'by',
  );
});
