import { z } from 'zod';

/** Of something as it was read: who names it when changing that learns whether somebody else has changed it since. */
export const StateHash = z.string().regex(/^[\w-]{22}$/);

export const baseHash = StateHash.optional().describe('Refused as a conflict when it is another one by now');
