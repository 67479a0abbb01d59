import { fail, type WorkerContext } from 'heron/worker-kit';
import { type Auth, bodyText, readJson } from './ask.ts';
import { fieldsOf, textIn } from './fields.ts';
import type { ListInput } from './list-input.ts';

/**
 * How Azure and Google know who asks. Without `client` the secret is a token itself. With one, Azure's is the secret of an application, and a
 * token is fetched with it (RFC 6749, 4.4); Google's is the key of a service account, which signs each request outside of the
 * sandbox. Errors: `invalid-input`, `network`.
 */
export async function signIn(input: ListInput, handle: string, context: WorkerContext): Promise<Auth> {
  const { provider, client } = input;
  if (client === undefined) return { authorization: `Bearer ${handle}` };
  if (provider === 'azure') return { authorization: await tokenOfApplication(input, client, handle, context) };
  if (!client.includes('@'))
    fail(
      'invalid-input',
      `${client} is no address of a service account, such as name@project.iam.gserviceaccount.com`,
      {
        field: 'client',
      },
    );
  return { sign: { kind: 'google-service-account', handle, account: client } };
}

async function tokenOfApplication(
  input: ListInput,
  client: string,
  handle: string,
  context: WorkerContext,
): Promise<string> {
  const { tenant } = input;
  const tokenUrl = input.tokenUrl ?? (tenant && `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`);
  if (!tokenUrl) return fail('invalid-input', 'tenant is missing; client needs it', { field: 'tenant' });
  const { origin } = new URL(input.endpoint ?? '');
  const form = { grant_type: 'client_credentials', scope: `${origin}/.default` };
  const response = await context.net.fetch(tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(client)}:${handle}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
    maxRedirects: 0,
  });
  const text = await bodyText(response, tokenUrl);
  const { host } = new URL(tokenUrl);
  if (response.status !== 200)
    return fail('network', `${host} gave no token (${response.status})${reasonIn(text)}`, {
      ...{ url: tokenUrl, status: response.status },
    });
  const token = textIn(fieldsOf(readJson(text, tokenUrl))['access_token']);
  return /^[\x21-\x7e]+$/.test(token) ? `Bearer ${token}` : fail('network', `${host} gave no token`);
}

function reasonIn(text: string): string {
  try {
    const said = textIn(fieldsOf(JSON.parse(text))['error_description']);
    return said === '' ? '' : `: ${said.split(/[\r\n]/)[0]?.slice(0, 300)}`;
  } catch {
    return '';
  }
}
