import { ask, askJson, type Fields, fieldsOf, type Service } from './service.ts';

const mostKept = 200_000;

/** What a program said: both of its outputs, each its first 200,000 characters. */
export type Spoken = { stdout: string; stderr: string; truncated: boolean };

export type Piece = { stream: 'stdout' | 'stderr'; bytes: Uint8Array };

/**
 * The frames in which both outputs come over one connection: a byte that says which, three that are zero, the size in
 * four bytes (big-endian), the bytes.
 */
export async function* piecesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let held: Uint8Array = new Uint8Array();
  for await (const part of body) {
    held = held.byteLength === 0 ? part.slice() : Buffer.concat([held, part]);
    for (;;) {
      if (held.byteLength < 8) break;
      const size = new DataView(held.buffer, held.byteOffset).getUint32(4);
      if (held.byteLength < 8 + size) break;
      yield { stream: held[0] === 2 ? 'stderr' : 'stdout', bytes: held.subarray(8, 8 + size) };
      held = held.subarray(8 + size);
    }
  }
}

export async function readSpoken(body: AsyncIterable<Uint8Array>, tell: (text: string) => void): Promise<Spoken> {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const said: Spoken = { stdout: '', stderr: '', truncated: false };
  for await (const { stream, bytes } of piecesOf(body)) {
    const text = decoders[stream].decode(bytes, { stream: true });
    tell(text);
    const room = mostKept - said[stream].length;
    if (text.length > room) said.truncated = true;
    said[stream] += text.slice(0, Math.max(0, room));
  }
  return said;
}

export function tellOn(service: Service): (text: string) => void {
  return (text) => {
    const [last] = text.trimEnd().split('\n').slice(-1);
    if (last) service.context.progress({ text: last.slice(0, 200) });
  };
}

export async function inspect(service: Service, container: string): Promise<Fields> {
  return fieldsOf(await askJson(service, `/containers/${encodeURIComponent(container)}/json`));
}

/** Asks for its end, with its nameless volumes. */
export function removalOf(container: string): { method: 'DELETE'; target: string } {
  return { method: 'DELETE', target: `/containers/${encodeURIComponent(container)}?force=true&v=true` };
}

/** Removing what is gone already is fine. */
export async function removeContainer(service: Service, container: string, withVolumes = true): Promise<void> {
  const query = { force: true, v: withVolumes };
  await ask(service, `/containers/${encodeURIComponent(container)}`, { method: 'DELETE', query, fine: [404] });
}
