import { z } from 'zod';
import { defineEvent } from './event.ts';
import { MessageId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/**
 * What becomes of what is said while its conversation is worked on. `collect`: all of it is said as one message afterwards.
 * `followup`: one after the other. `steer`: an agent under way is told at its next step. `interrupt`: what is under way is stopped.
 */
export const queueModes = ['collect', 'followup', 'steer', 'interrupt'] as const;
export const QueueMode = z.enum(queueModes);
export type QueueMode = z.infer<typeof QueueMode>;

/** Whether one person speaks with Heron, or several among themselves. */
export const ChatType = z.enum(['direct', 'group', 'thread']);
export type ChatType = z.infer<typeof ChatType>;

export const ChannelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected lower-case letters, digits and -, starting with a letter');

/** Milliseconds of silence after which what was collected is said. */
const debounceMs = z.int().min(0).max(60_000);

/** Whether replies are sent. The first rule that fits decides; where none does, they are. */
export const ReplyRule = strictObject(() => ({
  /** Absent: any. */
  channel: ChannelName.optional(),
  chatType: ChatType.optional(),
  isSent: z.boolean(),
}));
export type ReplyRule = z.infer<typeof ReplyRule>;

/** How messages wait. */
export const LaneSettings = strictObject(() => ({
  /** Conversations that are worked on at a time. */
  conversations: z.int().min(1).max(256),
  mode: QueueMode,
  debounceMs,
  /** What is otherwise for what comes by a channel. */
  channels: z
    .array(z.strictObject({ channel: ChannelName, mode: QueueMode.optional(), debounceMs: debounceMs.optional() }))
    .max(100),
  /** Messages that wait in one conversation. */
  cap: z.int().min(1).max(1000),
  /** What goes when one more comes. `summarise`: the oldest, and the next message has a line of it. */
  whenFull: z.enum(['dropOld', 'dropNew', 'summarise']),
  replies: z.array(ReplyRule).max(100),
}));
export type LaneSettings = z.infer<typeof LaneSettings>;

export const usualLanes: LaneSettings = {
  conversations: 4,
  mode: 'collect',
  debounceMs: 1000,
  channels: [],
  cap: 20,
  whenFull: 'summarise',
  replies: [],
};

/** It gives way, because too many wait. */
export const messageDropped = defineEvent('message.dropped', () =>
  /** `summary`: the line that the next message has of it. */
  z.strictObject({ messageId: MessageId, summary: z.string().max(160).optional() }),
);
/** What waited is said now. */
export const messageWaited = defineEvent('message.waited', () =>
  z.strictObject({
    messageId: MessageId,
    /** Messages that are said as this one. */
    count: z.int().positive(),
    /** Of the one that waited for longest. */
    waitedMs: z.int().min(0),
    /** How many still wait in the conversation. */
    left: z.int().min(0),
  }),
);
export const messageModeChanged = defineEvent('message.modeChanged', () =>
  z.strictObject({ messageId: MessageId, mode: QueueMode }),
);

/** How conversations wait and have waited. */
export const LaneFigures = strictObject(() => ({
  /** Conversations that are worked on, and how many may be. */
  taken: z.int(),
  places: z.int(),
  waiting: z.int(),
  /** Of those that wait. */
  longestWaitMs: z.int().optional(),
  /** In the time that is looked at. */
  said: z.int(),
  dropped: z.int(),
  waitedMs: z.strictObject({ p50: z.int(), p95: z.int() }).optional(),
}));
export type LaneFigures = z.infer<typeof LaneFigures>;
