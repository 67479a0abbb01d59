import { z } from 'zod';

/** Ids are a prefix and a ULID, so they sort by time of birth: `run_01JD…`. */
function id<const Prefix extends string>(prefix: Prefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`), `expected an id like ${prefix}_ and 26 characters`);
}

export const RunId = id('run');
export const EventId = id('evt');
export const ConversationId = id('cnv');
export const MessageId = id('msg');
export const BlobId = id('blb');
export const GrantId = id('grt');
export const RequestId = id('req');
export const ReviewId = id('rev');
export const ProcessId = id('prc');
export const BundleId = id('bnd');
export const TriggerId = id('trg');
export const OpenedPlanId = id('opn');
export const VoiceSessionId = id('vcs');
export const EyeRequestId = id('eye');
export const CallId = id('cal');
export const WorkflowId = id('wfl');
export const ScheduleId = id('sch');
export const CheckpointId = id('ckp');

export type IdPrefix =
  | 'run'
  | 'blb'
  | 'bnd'
  | 'evt'
  | 'cnv'
  | 'msg'
  | 'grt'
  | 'req'
  | 'rev'
  | 'prc'
  | 'aud'
  | 'chg'
  | 'trg'
  | 'opn'
  | 'vcs'
  | 'eye'
  | 'cal'
  | 'wfl'
  | 'sch'
  | 'ckp';

/** Task ids are chosen by the plan's author; expressions use them as names. */
export const TaskId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected lower-case letters, digits and _, starting with a letter');

export const WorkerId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and -, starting with a letter');

/** `worker.action`, for example `archive.create`. */
export const ActionRef = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}\.[a-z][a-zA-Z0-9]{0,63}$/, 'expected worker.action, for example archive.create');
