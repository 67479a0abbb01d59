import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** What a worker can be allowed to do. Whatever a manifest does not declare is refused. */
export const capabilities = [
  'files.read',
  'files.write',
  'net',
  'shell',
  'socket',
  'secrets',
  'code',
  'mcp',
  'screen',
  'camera',
] as const;
export const Capability = z.enum(capabilities);
export type Capability = z.infer<typeof Capability>;

/** What a path is, or will be once it is made. Below a file lies nothing. */
export const PathKind = z.enum(['file', 'folder']);
export type PathKind = z.infer<typeof PathKind>;

/**
 * One thing a step needs. `target` is, by capability: an absolute path, unless it is a file with all below it; a host name;
 * the real path of a program, or of a Unix socket; the name of a secret; a language; an MCP server with one of its tools, `github/list-issues`;
 * `picture` of the screen and the camera.
 * `detail` is what a person is shown besides: the whole command, the code, what a service is asked.
 */
export const PermissionNeed = strictObject(() => ({
  capability: Capability,
  target: z.string().min(1),
  detail: z.string().optional(),
  /** Of a path, where that is known. */
  kind: PathKind.optional(),
  /**
   * Only what `detail` says can be allowed, and not for always: code, or a program that does whatever it is told. Of a path: it is
   * sensitive, so that only this very file can be.
   */
  exact: z.boolean().optional(),
  /** Of a program: its arguments, where they are known. */
  args: z.array(z.string()).optional(),
  /** How often it comes in all, where that is known at the first time: the limits of an hour must have room for all of them. */
  times: z.int().min(1).max(1_000_000).optional(),
}));
export type PermissionNeed = z.infer<typeof PermissionNeed>;

/** The need of a file that may hold passwords or keys. */
export function sensitiveNeed(need: PermissionNeed): PermissionNeed {
  return { ...need, kind: 'file', exact: true, detail: 'may hold passwords or keys' };
}

/** Of a file that may hold passwords or keys: it is allowed by its own name alone, once or for a run. */
export function isSensitive({ capability, exact }: PermissionNeed): boolean {
  return exact === true && (capability === 'files.read' || capability === 'files.write');
}
