import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** How long models are waited for. */
export const PatienceSettings = strictObject(() => ({
  /** Seconds in which nothing more comes of an answer that has begun: then it counts as broken off. At 300 Node itself gives up. */
  silentSeconds: z.int().min(5).max(290),
  /** Seconds for a plan in all, with everything that is sent back to its model. */
  planSeconds: z.int().min(10).max(7200),
}));
export type PatienceSettings = z.infer<typeof PatienceSettings>;

/** Models that think without a word of it are silent for a minute and more. */
export const usualPatience: PatienceSettings = { silentSeconds: 120, planSeconds: 300 };
