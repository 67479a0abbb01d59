import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Manifest, type SecretNeed, secretNeedOf, secretUse } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import { isSecretFor } from '../../../../worker-kit/secret-hosts.ts';
import { type Clock, systemClock } from '../../../base/clock.ts';
import type { ShownCommand } from '../../../base/commands/command-line.ts';
import { HeronError } from '../../../base/errors.ts';
import { scrubBytes } from '../../../base/scrub-bytes.ts';
import { createScrubber, type Scrubber } from '../../../base/scrubber.ts';
import type { CallAccess } from '../access.ts';
import { hostOf } from '../network/resolve-host.ts';
import type { HttpRequest } from '../network/send-request.ts';
import { fillIn, handlesIn } from './fill-in.ts';
import { type LinkWish, signedLink, signedRequest } from './sign-requests.ts';
import type { KnownSecrets, UseSecret } from './use-secret.ts';
import { filledVariable, type Issued, variableSending } from './variable-sending.ts';

export type CallSecrets = {
  /** A text that stands for the secret in the requests of this call. Errors: permission codes, `not-found`. */
  handle(name: string): Promise<string>;
  /**
   * What is typed into a field of the page at this address: the value, where the text is a handle. Errors: `invalid-input`,
   * `permission-denied` for another place than the secret is for.
   */
  fillText(text: string, place: URL | null): Promise<{ text: string; isSecret: boolean }>;
  /** Judges a request by the handles in it: refuses what goes elsewhere. Errors: `invalid-input`, `permission-denied`. */
  plan(request: HttpRequest): SecretSending;
  /** The value that a handle stands for, to sign in with at this place. Errors: `invalid-input`, `permission-denied`. */
  passwordFor(handle: string, place: URL): Promise<string>;
  /** An address that the secret signs. Errors: `invalid-input`, `unsupported`, `permission-denied`. */
  link(handle: string, wish: LinkWish): Promise<string>;
  /** Takes values out of what a server says of itself; where one may be sent on, its handle takes the place. */
  hide(text: string): string;
  scrubBody(response: IncomingMessage): AsyncIterable<Uint8Array>;
  /** The variables of a command with the values in them. Errors: `invalid-input`, `permission-denied`. */
  fillVariables(command: ShownCommand): Promise<Record<string, string>>;
};

export type SecretSending = {
  /** The request with the values in it, for nobody but the server. */
  complete(): Promise<HttpRequest>;
  /** Errors: `unsupported` for an answer in which a value could not be found again. */
  check(response: IncomingMessage): void;
};

type Parts = {
  manifest: Manifest;
  access: CallAccess;
  secrets: UseSecret;
  scrubber: KnownSecrets;
  /** What time a signature bears. */
  clock?: Clock | undefined;
};

export function createCallSecrets(parts: Parts): CallSecrets {
  const { manifest, access, secrets } = parts;
  /** By handle; one handle a secret. */
  const issued = new Map<string, Issued>();

  const valuesOfWorker = (): Map<string, string> => valuesOf(parts, issued);

  return {
    async handle(name) {
      await access.allow('secrets.handle', needOf(parts, name));
      const need = secretNeedOf(manifest, name, secrets.read(name)?.hosts);
      if (!need) throw new HeronError('not-declared', `The manifest names no secret ${name}`);
      const refusal = secrets.refusal(name);
      if (refusal) throw refusal;
      if (need.hosts.length === 0) throw withoutHost(name);
      const given = [...issued.values()].find((each) => each.need.name === name);
      if (given) return given.handle;
      const handle = `heron-secret-${randomBytes(24).toString('hex')}`;
      issued.set(handle, { need, handle });
      return handle;
    },
    plan: (request) => planSending(parts, issued, request),
    async passwordFor(handle, place) {
      const asked = issued.get(handle);
      if (!asked) throw new HeronError('invalid-input', 'A password is named as a secret, never written out');
      return (await valuesFor(parts, place, [asked])).get(handle) ?? '';
    },
    async link(handle, wish) {
      const secret = await signingSecret(parts, wish.url, known(issued, handle));
      return signedLink(wish, secret, (parts.clock ?? systemClock)());
    },
    fillText: (text, place) => filledText(parts, [...issued.values()], text, place),
    hide(text) {
      if (manifest.secrets.length + issued.size === 0) return text;
      const values = valuesOfWorker();
      let hidden = text;
      for (const { need, handle } of issued.values()) {
        const value = values.get(need.name);
        if (value !== undefined)
          hidden = hidden.replaceAll(value, handle).replaceAll(encodeURIComponent(value.toWellFormed()), handle);
      }
      return scrubberOf(values).text(hidden);
    },
    scrubBody: (response) => {
      const source = response as AsyncIterable<Uint8Array>;
      return manifest.secrets.length + issued.size === 0 ? source : scrubBytes(source, valuesOfWorker());
    },
    fillVariables: (command) => filledVariables(parts, [...issued.values()], command),
  };
}

function valuesOf({ manifest, secrets }: Parts, issued: ReadonlyMap<string, Issued>): Map<string, string> {
  const names = [...manifest.secrets, ...[...issued.values()].map(({ need }) => need)].map(({ name }) => name);
  const values = names.map((name) => [name, secrets.read(name)?.value] as const);
  return new Map(values.filter((each): each is [string, string] => each[1] !== undefined));
}

function planSending(parts: Parts, issued: ReadonlyMap<string, Issued>, request: HttpRequest): SecretSending {
  const used = handlesIn(request, [...issued.keys()]).map((handle) => issued.get(handle) as Issued);
  const signing = request.sign && known(issued, request.sign.handle);
  for (const { need } of signing ? [...used, signing] : used) refuseElsewhere(parts, need, request.url);
  refuseBare(parts, request);
  if (used.length > 0 && request.headers.has('range')) {
    throw new HeronError('invalid-input', 'A request with a secret in it cannot ask for a part of the answer (range)');
  }
  return {
    async complete() {
      const filled = used.length === 0 ? request : fillIn(request, await valuesFor(parts, request.url, used));
      if (!signing) return filled;
      return signedRequest(filled, await signingSecret(parts, request.url, signing), (parts.clock ?? systemClock)());
    },
    // What signs does not go along, and so cannot come back.
    check: (response) => {
      if (used.length > 0) refuseEncoded(response, request.url);
    },
  };
}

function known(issued: ReadonlyMap<string, Issued>, handle: string): Issued {
  const found = issued.get(handle);
  if (found) return found;
  throw new HeronError('invalid-input', 'What signs is named by the handle of a secret, never written out');
}

async function signingSecret(parts: Parts, url: URL, signing: Issued): Promise<{ name: string; value: string }> {
  const value = (await valuesFor(parts, url, [signing])).get(signing.handle) ?? '';
  return { name: signing.need.name, value };
}

async function filledText(parts: Parts, issued: Issued[], text: string, place: URL | null) {
  const used = issued.filter(({ handle }) => text.includes(handle));
  const [first] = used;
  if (!first) {
    const page = place ?? new URL('about:blank');
    refuseBare(parts, { url: page, method: 'POST', headers: new Map(), body: Buffer.from(text) });
    return { text, isSecret: false };
  }
  if (text !== first.handle)
    throw new HeronError('invalid-input', 'A secret fills a field by itself, without other text');
  if (!place) throw new HeronError('invalid-input', 'The field stands in no page that a secret could be for');
  const values = await valuesFor(parts, place, used);
  return { text: values.get(first.handle) ?? '', isSecret: true };
}

async function filledVariables(parts: Parts, issued: Issued[], command: ShownCommand): Promise<Record<string, string>> {
  const sending = variableSending(command, issued);
  if (!sending) return Object.fromEntries(command.variables);
  const values = await valuesFor(parts, sending.url, sending.used);
  return Object.fromEntries(command.variables.map(([name, text]) => [name, filledVariable(name, text, values)]));
}

async function valuesFor(parts: Parts, url: URL, used: Issued[]): Promise<Map<string, string>> {
  const { access, secrets } = parts;
  const values = new Map<string, string>();
  for (const { need, handle } of used) {
    // Allowed when the handle was given; it may have been taken back since.
    await access.allow('secrets.use', needOf(parts, need.name));
    refuseElsewhere(parts, need, url);
    await secrets.note(need.name, need.hosts);
    const value = secrets.read(need.name)?.value;
    if (value === undefined) throw new HeronError('not-found', `The secret ${need.name} was removed`);
    values.set(handle, value);
  }
  return values;
}

function needOf({ manifest, secrets }: Parts, name: string): PermissionNeed {
  const need = secretNeedOf(manifest, name, secrets.read(name)?.hosts);
  return { capability: 'secrets', target: name, ...(need?.hosts.length ? { detail: secretUse(need) } : {}) };
}

/** Where a manifest names no hosts, nobody but the person can say where a secret may go. */
function withoutHost(name: string): HeronError {
  const message = `The secret ${name} is kept for no host; say which it is for in Settings → Secrets, or with heron secrets set ${name} --host`;
  return new HeronError('not-found', message, { secret: name });
}

/** Both must name the host: the manifest, and the person who keeps the secret. */
function refuseElsewhere(parts: Parts, { name, hosts }: SecretNeed, url: URL): void {
  const { access, secrets } = parts;
  const kept = secrets.read(name)?.hosts ?? [];
  const isNamed = isSecretFor(hosts, url);
  if (isNamed && (kept.length === 0 || isSecretFor(kept, url))) return;
  const message = isNamed
    ? `The secret ${name} is kept for ${kept.join(', ')}; to send it to ${url.host}, add that in Settings → Secrets`
    : `The secret ${name} is for ${hosts.join(', ') || 'none of this worker’s hosts'}, not for ${url.protocol}//${url.host}`;
  access.refuse('secrets.use', needOf(parts, name), { rule: 'secret for another host', message });
}

/** However a worker may have come by a value: it goes where the secret may go, and nowhere else. */
function refuseBare(parts: Parts, { url, headers, body }: HttpRequest): void {
  const { manifest, scrubber, secrets } = parts;
  const texts = [url.href, decoded(url), ...[...headers].flat(), body ? Buffer.from(body).toString() : ''];
  for (const name of texts.map((text) => scrubber.find(text))) {
    if (name === undefined) continue;
    const need = secretNeedOf(manifest, name, secrets.read(name)?.hosts) ?? { name, reason: '', hosts: [] };
    refuseElsewhere(parts, need, url);
  }
}

function decoded({ href }: URL): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}

/** In an answer that is compressed the value could come back unseen. */
function refuseEncoded(response: IncomingMessage, url: URL): void {
  const encoding = response.headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  response.destroy();
  const message = `${hostOf(url)} answered a request with a secret in it compressed (${encoding}), though it was asked not to`;
  throw new HeronError('unsupported', message, { host: hostOf(url) });
}

function scrubberOf(values: Map<string, string>): Scrubber {
  const scrubber = createScrubber();
  for (const [name, value] of values) scrubber.learn(name, value);
  return scrubber;
}
