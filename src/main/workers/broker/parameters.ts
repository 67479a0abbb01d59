import { z } from 'zod';

/** Pieces of the parameters that several methods take; all of them come from worker code. */
export const Path = z.string().min(1).max(8192);
export const Handle = z.int().min(1);
export const Offset = z.int().min(0);
