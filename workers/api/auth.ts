import { fail, type WorkerContext } from 'heron/worker-kit';
import { readBody } from './answer-body.ts';

export type Auth = {
  kind: 'none' | 'basic' | 'bearer' | 'header' | 'query' | 'oauth2';
  secret?: string;
  user?: string;
  name?: string;
  tokenUrl?: string;
  clientId?: string;
  scope?: string;
};

/** What is added to each request: handles of secrets, never values. */
export type Signed = { headers: Record<string, string>; query: Record<string, string> };

const nothing: Signed = { headers: {}, query: {} };

/** Errors: `invalid-input` for a field that the kind needs; `network` where no token is given; those of secrets. */
export async function signIn(auth: Auth | undefined, context: WorkerContext): Promise<Signed> {
  if (!auth || auth.kind === 'none') return nothing;
  const handle = await context.secrets.handle(needed(auth, 'secret'));
  switch (auth.kind) {
    case 'basic':
      return { ...nothing, headers: { authorization: basic(needed(auth, 'user'), handle) } };
    case 'bearer':
      return { ...nothing, headers: { authorization: `Bearer ${handle}` } };
    case 'header':
      return { ...nothing, headers: { [needed(auth, 'name').toLowerCase()]: handle } };
    case 'query':
      return { ...nothing, query: { [needed(auth, 'name')]: handle } };
    case 'oauth2':
      return { ...nothing, headers: { authorization: `Bearer ${await clientToken(auth, handle, context)}` } };
  }
}

function needed(auth: Auth, field: 'secret' | 'user' | 'name' | 'tokenUrl' | 'clientId'): string {
  const value = auth[field];
  return value ?? fail('invalid-input', `auth.${field} is missing; ${auth.kind} needs it`, { field: `auth.${field}` });
}

function basic(user: string, password: string): string {
  if (user.includes(':')) fail('invalid-input', 'auth.user cannot hold a colon', { field: 'auth.user' });
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

const longestToken = 64 * 1024;

/** RFC 6749, 4.4: client credentials, with the secret in the header (2.3.1), where alone it may be sent. */
async function clientToken(auth: Auth, handle: string, context: WorkerContext): Promise<string> {
  const url = needed(auth, 'tokenUrl');
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (auth.scope !== undefined) form.set('scope', auth.scope);
  const response = await context.net.fetch(url, {
    method: 'POST',
    headers: {
      authorization: basic(encodeURIComponent(needed(auth, 'clientId')), handle),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: form.toString(),
    maxRedirects: 0,
  });
  const text = (await readBody(response, longestToken)).toString('utf8');
  const token = tokenIn(text);
  if (response.status === 200 && token !== undefined) return token;
  return fail('network', `${url} gave no token (${response.status})`, { url, status: response.status });
}

function tokenIn(text: string): string | undefined {
  try {
    const { access_token: token } = JSON.parse(text) as { access_token?: unknown };
    return typeof token === 'string' && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}
