import { request } from 'node:http';

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON; null where it is something else. */
  json: { message?: string; data?: { code?: string; message?: string } } | null;
};

type Target = { port: number } | { socketPath: string };
type Options = { path: string; method?: string; headers?: Record<string, string>; body?: string | string[] };

/** One request exactly as given: no header added, no path tidied. A body of several pieces is sent without its length. */
export function httpRequest(target: Target, options: Options): Promise<Answer> {
  const { path, method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ ...target, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
    });
    sent.on('error', reject);
    if (typeof body === 'string') sent.setHeader('content-length', Buffer.byteLength(body));
    for (const piece of [body ?? []].flat()) sent.write(piece);
    sent.end();
  });
}

function parsed(text: string): Answer['json'] {
  try {
    return JSON.parse(text) as Answer['json'];
  } catch {
    return null;
  }
}
