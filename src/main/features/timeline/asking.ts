import type { AnyEvent } from '../../../contract/events.ts';
import type { Phase } from '../../../contract/timeline.ts';

export const askingEvents = [
  'permission.requested',
  'permission.granted',
  'permission.denied',
  'permission.withdrawn',
] as const satisfies AnyEvent['type'][];

/** When tasks of a run waited for permissions. */
export type Asking = { seq: number; phases: Map<string, Phase[]>; open: Map<string, Phase[]> };

export function nothingAsked(seq: number): Asking {
  return { seq, phases: new Map(), open: new Map() };
}

/** Takes further events in, in order. */
export function followAsking(asking: Asking, runId: string, events: readonly AnyEvent[]): void {
  for (const event of events) {
    asking.seq = event.seq ?? asking.seq;
    if (event.type === 'permission.requested') {
      if (event.payload.request.runId === runId) begin(asking, event);
    } else if ('requestId' in event.payload && event.payload.requestId !== undefined) {
      for (const phase of asking.open.get(event.payload.requestId) ?? []) phase.to = event.at;
      asking.open.delete(event.payload.requestId);
    }
  }
}

function begin(
  asking: Asking,
  { at, payload: { request } }: Extract<AnyEvent, { type: 'permission.requested' }>,
): void {
  const phases = request.taskIds.map((path) => {
    const phase: Phase = { kind: 'asking', from: at, attempt: 1, text: request.need.target };
    const own = asking.phases.get(path);
    if (own) own.push(phase);
    else asking.phases.set(path, [phase]);
    return phase;
  });
  asking.open.set(request.id, phases);
}
