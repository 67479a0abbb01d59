import { oc } from '@orpc/contract';
import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/**
 * ok: it lets Heron in, or needs nothing; expiring: it ends within a day and is not renewed by itself; missing: nothing is there, or what is
 * there ended or was turned away; unknown: the server could not be asked.
 */
export const SignInStanding = z.enum(['ok', 'expiring', 'missing', 'unknown']);
export type SignInStanding = z.infer<typeof SignInStanding>;

export const CheckedSignIn = strictObject(() => ({
  kind: z.enum(['model', 'mcp']),
  /** A provider, with the account where it has several; or an MCP server. */
  name: z.string(),
  standing: SignInStanding,
  endsAt: z.int().optional(),
  message: z.string(),
}));
export type CheckedSignIn = z.infer<typeof CheckedSignIn>;

/** `standing` is the worst of all; `code`: 0 as long as none is missing or expiring, 1 where one is missing, else 2. */
export const SignInReport = strictObject(() => ({
  standing: SignInStanding,
  code: z.int().min(0).max(2),
  text: z.string(),
  signIns: z.array(CheckedSignIn),
}));
export type SignInReport = z.infer<typeof SignInReport>;

export const signIns = {
  /** Asks each server of models whether it knows the key; MCP servers are not asked. */
  check: oc
    .route({ method: 'GET', path: '/sign-ins/check', summary: 'Whether keys and sign-ins still let Heron in' })
    .input(strictObject(() => ({})))
    .output(SignInReport),
};
