import { fail, type WorkerRequest, type WorkerResponse } from 'heron/worker-kit';

export type Outgoing = {
  method: NonNullable<WorkerRequest['method']>;
  url: string;
  body?: string;
  type?: string;
  /** A server sent it here: the address is whole. */
  isSentOn?: boolean;
};

export const mostRedirects = 10;

/**
 * What a redirect wants sent next; undefined for any other answer. A form that was sent is not sent again, unless the server
 * says so with 307 or 308 (RFC 9110, 15.4). Errors: `network` where it leads to no address of the web.
 */
export function sentOn({ method, url, body, type }: Outgoing, response: WorkerResponse): Outgoing | undefined {
  const { status, headers } = response;
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  const next = URL.parse(location, response.url);
  if (!next || !/^https?:$/.test(next.protocol)) return fail('network', `${url} sends one on to ${location}`, { url });
  const becomesGet = (status === 303 && method !== 'HEAD') || (status <= 302 && method === 'POST');
  if (becomesGet) return { method: 'GET', url: next.href, isSentOn: true };
  return {
    ...{ method, url: next.href, isSentOn: true },
    ...(body === undefined ? {} : { body }),
    ...(type === undefined ? {} : { type }),
  };
}
