import type { WorkerSockets } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';
import { readBody } from './requested-net.ts';
import type { TextCodec } from './text-codec.ts';
import { piecesOf } from './pieces.ts';

/** The sockets of the context, by way of the broker. */
export function requestedSockets(parts: { request: BrokerRequest; text: TextCodec }): WorkerSockets {
  const { request, text } = parts;
  return {
    async request(path, { target, method = 'GET', headers = {}, body }) {
      const asked = await request('sockets.begin', { path, method, target, headers });
      const { handle } = asked.value;
      if (body !== undefined) {
        for await (const piece of piecesOf(body, text)) await request('sockets.append', { handle }, piece);
      }
      const { value } = await request('sockets.answer', { handle });
      const { handle: given, ...response } = value;
      return { ...response, body: readBody(request, given) };
    },
    async leave(path, { target, method = 'GET', json }) {
      const body = json === undefined ? {} : { json };
      const { value } = await request('sockets.leave', { path, method, target, ...body });
      return async () => void (await request('sockets.drop', { handle: value.handle }));
    },
  };
}
