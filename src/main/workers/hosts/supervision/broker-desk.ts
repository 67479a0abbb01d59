import type { CallTraffic, Packet, RequestMessage } from '../../../../worker-kit/host-side/messages.ts';
import { HeronError, toFailure } from '../../../base/errors.ts';
import { asHeronError } from './host-errors.ts';
import type { OpenCall } from './open-call.ts';

export type BrokerDeskParts = {
  /** Throws `limit-exceeded` when the message is too large. */
  send: (packet: Packet<CallTraffic>) => void;
  isRunning: (call: OpenCall) => boolean;
};

/** Of one host, at a time: more than any worker needs, too few to fill the engine's memory. */
const mostOpenRequests = 1024;

/** Hands what a worker asks to its call's broker session, and the answer back. */
export function createBrokerDesk(
  parts: BrokerDeskParts,
): (call: OpenCall, packet: Packet<RequestMessage>) => Promise<void> {
  const { send, isRunning } = parts;
  let openRequests = 0;

  return async (opened, { message, bytes }) => {
    const { call, request, method, parameters } = message;
    openRequests += 1;
    try {
      if (openRequests > mostOpenRequests) throw tooMany();
      const reply = await opened.request.session.request(method, parameters, bytes);
      if (!isRunning(opened)) return;
      send({ message: { type: 'reply', call, request, value: reply.value }, bytes: reply.bytes });
    } catch (error) {
      const failure = toFailure(asHeronError(error));
      if (isRunning(opened)) send({ message: { type: 'refusal', call, request, failure } });
    } finally {
      openRequests -= 1;
    }
  };
}

function tooMany(): HeronError {
  return new HeronError('limit-exceeded', `A worker may have ${mostOpenRequests} requests open at a time`);
}
