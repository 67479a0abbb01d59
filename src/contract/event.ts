import { z } from 'zod';
import { ConversationId, EventId, RunId, WorkerId } from './ids.ts';
import { strictObject } from './strict-object.ts';
import { TaskPath } from './task-path.ts';

export const EventScope = strictObject(() => ({
  conversationId: ConversationId.optional(),
  runId: RunId.optional(),
  taskId: TaskPath.optional(),
  workerId: WorkerId.optional(),
}));
export type EventScope = z.infer<typeof EventScope>;

const ephemeralTypes = new Set<string>();

/** Is an event of this type only passed on, and never stored? */
export function isEphemeral(type: string): boolean {
  return ephemeralTypes.has(type);
}

/**
 * Declares one kind of event: its type, its payload, and with them its envelope. A durable event is stored and
 * carries `seq`, its place in the log; an ephemeral one (progress, text deltas) is only passed on. Its schema is made
 * when it is first needed: all of them together would take a good part of every start.
 */
export function defineEvent<const Type extends string, Payload extends z.ZodType>(
  type: Type,
  payload: () => Payload,
  options: { ephemeral?: boolean; version?: number } = {},
) {
  if (options.ephemeral) ephemeralTypes.add(type);
  return strictObject(() => ({
    id: EventId,
    seq: options.ephemeral ? z.undefined().optional() : z.int().positive(),
    /** Milliseconds since 1970. */
    at: z.int(),
    type: z.literal(type),
    version: z.literal(options.version ?? 1),
    scope: EventScope,
    /** The event or call that made this happen. */
    causedBy: z.string().optional(),
    traceId: z.string(),
    payload: payload(),
  }));
}
