import type { IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import { http, loadHttps } from '../../../base/node-http.ts';
import { networkError } from './network-error.ts';
import { type Address, hostOf } from './resolve-host.ts';

export type HttpRequest = {
  url: URL;
  method: string;
  /** Lower-case names. */
  headers: Map<string, string>;
  body: Uint8Array | undefined;
  /** Signed on the way out, with the secret that the handle stands for. */
  sign?: RequestSigning | undefined;
};

/** AWS Signature Version 4, or what a service like it takes for that; or a token that a service account of Google signs. */
export type RequestSigning =
  | {
      kind: 'aws-sigv4';
      handle: string;
      region: string;
      service: string;
      /** `unsigned`: the body is not part of the signature. */
      payload: 'hashed' | 'unsigned';
    }
  | { kind: 'google-service-account'; handle: string; account: string };

/** Sends one request to exactly these addresses and gives the answer with its body unread. Errors: `network`. */
export function sendRequest(request: HttpRequest, addresses: Address[], signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, headers, body } = request;
  const options: RequestOptions = {
    method,
    headers: { 'user-agent': 'Heron', accept: '*/*', ...Object.fromEntries(headers), ...lengthOf(body) },
    // A connection of its own: one kept open might lead to an address that was judged for another request.
    agent: false,
    lookup: answering(addresses),
    signal,
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? loadHttps().request : http.request;
    const outgoing = send(url, options, resolve);
    outgoing.on('error', (error) => {
      // The reason says more than "aborted": who stopped the call, or which limit passed.
      reject(signal.aborted ? (signal.reason as Error) : networkError(error, hostOf(url)));
    });
    outgoing.end(body);
  });
}

function lengthOf(body: Uint8Array | undefined): Record<string, number> {
  return body === undefined ? {} : { 'content-length': body.byteLength };
}

/** Stands in for the name look-up: the answer is known. */
function answering(addresses: Address[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  };
}
