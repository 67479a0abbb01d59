import { HeronError } from '../../../base/errors.ts';
import type { HttpRequest } from '../network/send-request.ts';

const basic = /^basic +/i;

/** The handles in the request's headers and query. Errors: `invalid-input` for one anywhere else. */
export function handlesIn({ url, headers, body }: HttpRequest, handles: string[]): string[] {
  const sent = [...[...headers].map(([name, value]) => readable(name, value)), url.search];
  const elsewhere = [url.hostname, url.pathname, url.hash, ...headers.keys()];
  return handles.filter((handle) => {
    if (elsewhere.some((text) => text.includes(handle)) || (body && Buffer.from(body).includes(handle))) {
      throw new HeronError(
        'invalid-input',
        'A secret can be sent in the value of a header and in the query, nowhere else',
      );
    }
    return sent.some((text) => text.includes(handle));
  });
}

/** Puts the values in the place of their handles. Errors: `invalid-input` for a value that a header cannot carry. */
export function fillIn(request: HttpRequest, values: ReadonlyMap<string, string>): HttpRequest {
  const url = new URL(request.url);
  url.search = replaced(url.search, values, encodeURIComponent);
  const headers = new Map(request.headers);
  for (const [name, value] of request.headers) {
    const text = readable(name, value);
    const isBasic = text !== value;
    const filled = replaced(text, values, isBasic ? bytesAsText : (secret) => secret);
    if (filled === text) continue;
    if (!isBasic && !/^[\t\x20-\x7e\x80-\xff]*$/.test(filled)) {
      throw new HeronError(
        'invalid-input',
        `The secret for the header ${name} has characters that a header cannot carry`,
      );
    }
    headers.set(name, isBasic ? encodedBasic(filled) : filled);
  }
  // In an answer that is compressed, or in pieces, the value could come back unseen.
  headers.set('accept-encoding', 'identity');
  return { ...request, url, headers };
}

/** Name and password of `Authorization: Basic` are in base64; a handle among them counts. */
export function readable(name: string, value: string): string {
  if (name !== 'authorization' || !basic.test(value)) return value;
  return `Basic ${Buffer.from(value.replace(basic, ''), 'base64').toString('latin1')}`;
}

export function encodedBasic(text: string): string {
  return `Basic ${Buffer.from(text.replace(basic, ''), 'latin1').toString('base64')}`;
}

export function bytesAsText(value: string): string {
  return Buffer.from(value).toString('latin1');
}

export function replaced(
  text: string,
  values: ReadonlyMap<string, string>,
  written: (value: string) => string,
): string {
  return [...values].reduce((filled, [handle, value]) => filled.split(handle).join(written(value)), text);
}
