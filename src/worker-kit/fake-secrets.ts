import { randomBytes } from 'node:crypto';
import type { SignedLink, WorkerRequest } from './context.ts';
import { WorkerFailure } from './failure.ts';
import { isSecretFor } from './secret-hosts.ts';

export type FakeSecret = {
  value: string;
  /** The hosts it may be sent to, as the manifest writes them. */
  hosts: string[];
  /** Programs that it may be handed to, in a variable. */
  programs?: string[];
};

/** How requests are signed in a test, with the value of a secret. Heron itself does it outside of the sandbox. */
export type FakeSigner = {
  /** What is added to the headers. */
  headers(value: string, request: WorkerRequest, url: string): Promise<Record<string, string>>;
  link(value: string, link: SignedLink): Promise<string>;
};

/** The secrets of a test: handles as the broker gives them, filled in for their hosts and refused elsewhere. */
export function fakeSecrets(secrets: Record<string, FakeSecret>, signer: FakeSigner = noSigner) {
  const handles = new Map<string, string>();

  /** Errors: `permission-denied` for another place than the secret is for. */
  function valueFor(handle: string, url: URL): string {
    const name = handles.get(handle) ?? '';
    const secret = secrets[name];
    if (!secret) throw new WorkerFailure('invalid-input', 'What signs is named by the handle of a secret');
    if (isSecretFor(secret.hosts, url)) return secret.value;
    const rule = 'secret for another host';
    throw new WorkerFailure('permission-denied', `The secret ${name} is not for ${url.host}`, { rule });
  }

  return {
    handle(name: string): Promise<string> {
      if (!secrets[name]) {
        const message = `The test names no secret ${name}`;
        return Promise.reject(new WorkerFailure('not-declared', message, { capability: 'secrets', target: name }));
      }
      const handle =
        [...handles].find(([, known]) => known === name)?.[0] ?? `heron-secret-${randomBytes(24).toString('hex')}`;
      handles.set(handle, name);
      return Promise.resolve(handle);
    },
    link: async (handle: string, link: SignedLink) => signer.link(valueFor(handle, new URL(link.url)), link),
    sign: async (request: WorkerRequest, url: URL) =>
      signer.headers(valueFor(request.sign?.handle ?? '', url), request, url.href),
    fillVariables(program: string, variables: Record<string, string>): Record<string, string> {
      const filled = Object.entries(variables).map(([variable, text]) => {
        const secret = secrets[handles.get(text) ?? ''];
        return [variable, secret?.programs?.includes(program) ? secret.value : text];
      });
      return Object.fromEntries(filled) as Record<string, string>;
    },
    fillIn(text: string, url: URL): string {
      let filled = text;
      for (const [handle, name] of handles) {
        const secret = secrets[name];
        if (!secret || !filled.includes(handle)) continue;
        if (!isSecretFor(secret.hosts, url)) {
          const rule = 'secret for another host';
          throw new WorkerFailure('permission-denied', `The secret ${name} is not for ${url.host}`, { rule });
        }
        filled = filled.replaceAll(handle, () =>
          text.startsWith('?') ? encodeURIComponent(secret.value) : secret.value,
        );
      }
      return filled;
    },
  };
}

const noSigner: FakeSigner = {
  headers: () => Promise.reject(new WorkerFailure('unsupported', 'Nothing signs in this test')),
  link: () => Promise.reject(new WorkerFailure('unsupported', 'Nothing signs in this test')),
};
