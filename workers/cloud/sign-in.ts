import { fail, type WorkerContext } from 'heron/worker-kit';
import { bodyText, readJson } from './ask.ts';
import { fieldsOf, textIn } from './fields.ts';
import type { ListInput } from './list-input.ts';

/**
 * What stands in the header `authorization`. With `client` the secret is that of an application, and a token is fetched with it
 * (RFC 6749, 4.4); else the secret is a token itself. Errors: `invalid-input`, `network`.
 */
export async function signIn(input: ListInput, handle: string, context: WorkerContext): Promise<string> {
  const { client, tenant } = input;
  if (client === undefined) return `Bearer ${handle}`;
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
