import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureForm, WebhookSignature } from '../../../contract/webhook-options.ts';
import type { SentBytes } from '../../base/webhook-call.ts';

/** What a call says of its signature: the signatures it offers, and what is signed. */
type Claim = { offered: string[]; time?: string | undefined; text: (body: Buffer) => (string | Buffer)[] };

type FormRules = {
  header: string;
  read: (signature: WebhookSignature, value: string, sent: SentBytes) => Claim | undefined;
  /** The headers of a call that is signed like this, given how its HMAC is made. */
  sign: (signature: WebhookSignature, mac: Mac, at: string) => Record<string, string>;
};

type Mac = (parts: readonly (string | Buffer)[], encoding: 'hex' | 'base64') => string;

const idHeader = 'webhook-id';

/** How those who call sign; each as its own documentation has it. */
const forms: Record<SignatureForm, FormRules> = {
  body: {
    header: 'x-hub-signature-256',
    read: (_, value) => ({ offered: [bare(value)], text: (body) => [body] }),
    sign: (signature, mac) => ({ [headerOf(signature)]: `sha256=${mac([], 'hex')}` }),
  },
  timed: {
    header: 'x-signature',
    read: (signature, value, sent) => {
      const time = sent.header(timeHeaderOf(signature));
      return { offered: [bare(value)], time, text: (body) => [`${time}.`, body] };
    },
    sign: (signature, mac, at) => ({
      [headerOf(signature)]: mac([`${at}.`], 'hex'),
      [timeHeaderOf(signature)]: at,
    }),
  },
  standard: {
    header: 'webhook-signature',
    read: (_, value, sent) => {
      const [id, time] = [sent.header(idHeader), sent.header('webhook-timestamp')];
      const offered = value.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice('v1,'.length)] : []));
      return id === undefined ? undefined : { offered, time, text: (body) => [`${id}.${time}.`, body] };
    },
    sign: (signature, mac, at) => ({
      [headerOf(signature)]: `v1,${mac([`test_${at}.${at}.`], 'base64')}`,
      [idHeader]: `test_${at}`,
      'webhook-timestamp': at,
    }),
  },
  stripe: {
    header: 'stripe-signature',
    read: (_, value) => {
      const parts = value.split(',').map((part) => part.trim().split('=', 2));
      const time = parts.find(([name]) => name === 't')?.[1];
      const offered = parts.flatMap(([name, mac]) => (name === 'v1' && mac !== undefined ? [mac] : []));
      return { offered, time, text: (body) => [`${time}.`, body] };
    },
    sign: (signature, mac, at) => ({ [headerOf(signature)]: `t=${at},v1=${mac([`${at}.`], 'hex')}` }),
  },
  slack: {
    header: 'x-slack-signature',
    read: (_, value, sent) => {
      const time = sent.header('x-slack-request-timestamp');
      return { offered: [value.replace(/^v0=/, '')], time, text: (body) => [`v0:${time}:`, body] };
    },
    sign: (signature, mac, at) => ({
      [headerOf(signature)]: `v0=${mac([`v0:${at}:`], 'hex')}`,
      'x-slack-request-timestamp': at,
    }),
  },
};

const usualWithinSeconds = 300;

function headerOf({ form, header }: WebhookSignature): string {
  return header ?? forms[form].header;
}

function timeHeaderOf({ timeHeader }: WebhookSignature): string {
  return timeHeader ?? 'x-timestamp';
}

/** `by`: what a call with this signature is known by, where it is the same one whenever it comes again. */
export type Checked = { by?: string } | { problem: string };

/** Whether a call was signed with the secret, and lately where its time is signed. `now` in milliseconds. */
export function checkSignature(
  signature: WebhookSignature,
  { secret, sent, now }: { secret: string; sent: SentBytes; now: number },
): Checked {
  const header = headerOf(signature);
  const value = sent.header(header);
  if (value === undefined) return { problem: `The call is not signed: there is no ${header}` };
  const claim = forms[signature.form].read(signature, value, sent);
  const [first] = claim?.offered ?? [];
  if (!claim || first === undefined) return { problem: `${header} holds no signature` };
  const known = hmac(keyOf(signature, secret), claim.text(sent.bytes));
  const isRight = claim.offered.map((offered) => isSame(offered, known)).includes(true);
  if (!isRight) return { problem: 'The signature is not right' };
  if (signature.form === 'body') return {};
  const seconds = /^\d{1,12}$/.test(claim.time ?? '') ? Number(claim.time) : Number.NaN;
  const apart = Math.abs(now / 1000 - seconds);
  const within = signature.withinSeconds ?? usualWithinSeconds;
  if (!(apart <= within)) return { problem: `The call was signed more than ${within} seconds ago, or ahead` };
  return { by: known.toString('base64url') };
}

/** The headers of a call with this body, as the other side would make them. */
export function signedHeaders(
  signature: WebhookSignature,
  { secret, body, now }: { secret: string; body: Buffer; now: number },
): Record<string, string> {
  const key = keyOf(signature, secret);
  const mac: Mac = (parts, encoding) => hmac(key, [...parts, body]).toString(encoding);
  return forms[signature.form].sign(signature, mac, String(Math.floor(now / 1000)));
}

function hmac(key: Buffer, parts: readonly (string | Buffer)[]): Buffer {
  const made = createHmac('sha256', key);
  for (const part of parts) made.update(part);
  return made.digest();
}

/** Standard Webhooks hand keys out as base64 behind a mark. */
function keyOf({ form }: WebhookSignature, secret: string): Buffer {
  const mark = 'whsec_';
  return form === 'standard' && secret.startsWith(mark)
    ? Buffer.from(secret.slice(mark.length), 'base64')
    : Buffer.from(secret, 'utf8');
}

function bare(value: string): string {
  return value.trim().replace(/^sha256=/i, '');
}

/** In the same time whatever they have in common. */
function isSame(offered: string, known: Buffer): boolean {
  const given = /^[0-9a-f]{64}$/i.test(offered) ? Buffer.from(offered, 'hex') : Buffer.from(offered, 'base64');
  return given.length === known.length && timingSafeEqual(given, known);
}
