import { blobPath } from '../../contract/blobs.ts';
import { HeronError } from '../base/errors.ts';
import { http } from '../base/node-http.ts';
import type { OpenedInterface } from '../gateway/routes.ts';

/**
 * Asks the engine on a socket for its interface: a link that works once, or its window; at a place in it where one
 * is wanted. Errors: `unsupported` when that
 * engine only carries out a command, `network`.
 */
export async function requestInterface(socketPath: string, place?: string): Promise<OpenedInterface> {
  const at = place === undefined ? '' : `?place=${encodeURIComponent(place)}`;
  const { status, text } = await post(socketPath, `/open-link${at}`);
  if (status === 200) return JSON.parse(text) as OpenedInterface;
  const message =
    status === 409 ? 'The engine that is running has no interface to open' : `The running engine answered ${status}`;
  throw new HeronError('unsupported', message, { status });
}

/** The bytes of a blob, as they are asked for. Errors: `not-found`, `network`. */
export function requestBlob(socketPath: string, blobId: string): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ socketPath, path: blobPath(blobId), method: 'GET' }, (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.resume();
      reject(new HeronError('not-found', `There is no blob ${blobId} (the engine answered ${response.statusCode})`));
    });
    sent.on('error', (cause) =>
      reject(new HeronError('network', `The engine on ${socketPath} does not answer`, { socketPath }, { cause })),
    );
    sent.end();
  });
}

function post(socketPath: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = http.request({ socketPath, path, method: 'POST', timeout: 5000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    const fail = (cause?: unknown): void =>
      reject(new HeronError('network', `The engine on ${socketPath} does not answer`, { socketPath }, { cause }));
    sent.on('timeout', fail);
    sent.on('error', fail);
    sent.end();
  });
}
