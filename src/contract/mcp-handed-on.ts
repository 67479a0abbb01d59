import { z } from 'zod';
import { ActionRef, RunId } from './ids.ts';
import { strictObject } from './strict-object.ts';

/** A message somebody has prepared, for MCP clients: a prompt of a server that Heron uses, or a prompt pack. */
export const OfferedPrompt = strictObject(() => ({
  /** The action that fills it in, or `pack.<id>`. */
  name: z.string(),
  /** Fills it in; absent for a pack. */
  action: ActionRef.optional(),
  title: z.string(),
  description: z.string(),
  fields: z.array(strictObject(() => ({ name: z.string(), description: z.string(), isNeeded: z.boolean() }))),
}));
export type OfferedPrompt = z.infer<typeof OfferedPrompt>;

const described = () => ({ title: z.string(), description: z.string(), mediaType: z.string().optional() });

/** What a server that Heron uses has to be read, and the action that reads it. */
export const OfferedReading = strictObject(() => ({
  action: ActionRef,
  resources: z.array(strictObject(() => ({ uri: z.string(), ...described() }))),
  templates: z.array(strictObject(() => ({ uriTemplate: z.string(), ...described() }))),
}));
export type OfferedReading = z.infer<typeof OfferedReading>;

export const McpHandedOn = strictObject(() => ({
  prompts: z.array(OfferedPrompt),
  reading: z.array(OfferedReading),
}));
export type McpHandedOn = z.infer<typeof McpHandedOn>;

/** A call of an MCP client, as it can be read afterwards. */
export const McpCall = strictObject(() => ({ runId: RunId, action: ActionRef, at: z.int() }));
export type McpCall = z.infer<typeof McpCall>;

/** How many are listed. */
export const mostMcpCalls = 100;

/** Of one blob that is handed to a client inside a message. */
export const mostMcpBlobBytes = 16 * 1024 * 1024;

export const callAddress = (runId: string): string => `heron://runs/${runId}`;
export const blobAddress = (blobId: string): string => `heron://blobs/${blobId}`;

/** Bytes as base64. */
export const McpBlob = strictObject(() => ({
  mediaType: z.string(),
  name: z.string().optional(),
  bytes: z.int(),
  data: z.string(),
}));
export type McpBlob = z.infer<typeof McpBlob>;
