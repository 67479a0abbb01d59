import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** The name of its file, without the ending: when it was, as a name. */
export const CrashId = z.string().regex(/^[\w-]{1,80}$/, 'expected letters, digits, - and _');

/** That the engine ended because of an error in itself. */
export const CrashReport = strictObject(() => ({
  id: CrashId,
  at: z.int(),
  /** The version that ended; absent in a report that cannot be read. */
  version: z.string().optional(),
  /** The error in one line. */
  what: z.string(),
}));
export type CrashReport = z.infer<typeof CrashReport>;
