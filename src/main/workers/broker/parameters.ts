import { z } from 'zod';

/** Pieces of the parameters that several methods take; all of them come from worker code. */
export const Path = z.string().min(1).max(8192);
export const Handle = z.int().min(1);
export const Offset = z.int().min(0);

/** What stands for a secret during one call. */
export const SecretHandle = z.string().regex(/^heron-secret-[0-9a-f]{48}$/, 'expected the handle of a secret');

/** The place and the service that stand in a signature of AWS. */
export const awsScope = {
  region: z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected a region like eu-central-1'),
  service: z.string().regex(/^[a-z0-9-]{1,64}$/, 'expected a service like s3'),
};
