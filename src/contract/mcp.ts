import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Failure } from './errors.ts';
import { defineEvent } from './event.ts';
import { ActionRef, BlobId, RunId, WorkerId } from './ids.ts';
import { JsonObject, ObjectSchema } from './json.ts';
import { Risk } from './manifest.ts';
import { McpBlob, McpCall, McpHandedOn } from './mcp-handed-on.ts';
import { mcpQuestionCalls } from './mcp-questions.ts';
import { ToolPattern } from './policy.ts';
import { WhenMissing } from './runs.ts';
import { SecretName } from './secrets.ts';
import { baseHash, StateHash } from './state-hash.ts';
import { strictObject } from './strict-object.ts';

/** The worker of the server `github` is `mcp-github`. */
export const McpServerName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and -, starting with a letter');

/** A value as it stands, or the name of a secret that is put in its place when it is used. */
export const McpValue = z.union([z.string().max(8192), strictObject(() => ({ secret: SecretName }))]);
export type McpValue = z.infer<typeof McpValue>;

const VariableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'expected the name of a variable');
const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'expected the name of a header');

/** A program that Heron starts and speaks with over its input and output. */
export const McpProgram = strictObject(() => ({
  transport: z.literal('stdio'),
  /** A name on the PATH or an absolute path. */
  command: z.string().min(1).max(4096),
  args: z.array(z.string().max(8192)).max(100).default([]),
  /** Besides what every program gets to find things by. */
  environment: z.record(VariableName, McpValue).default({}),
  /** Where it starts; the home folder if absent. */
  folder: z.string().min(1).max(4096).optional(),
}));

/** A server that is there already, over Streamable HTTP. */
export const McpAddress = strictObject(() => ({
  transport: z.literal('http'),
  url: z.url({ protocol: /^https?$/, error: 'expected an address that begins with https:// or http://' }),
  headers: z.record(HeaderName, McpValue).default({}),
  /** As what Heron is known where one signs in, for servers where it cannot register itself. */
  client: strictObject(() => ({
    id: z.string().min(1).max(2048),
    secret: McpValue.optional(),
    /**
     * Who signs in: a person in the browser, if nothing is said, or Heron alone with that secret (OAuth's client credentials). Of a
     * `key` the secret is a private key (PEM), which signs what is sent.
     */
    alone: z.enum(['secret', 'key']).optional(),
  })).optional(),
}));

export const McpConnection = z.discriminatedUnion('transport', [McpProgram, McpAddress]);
export type McpConnection = z.infer<typeof McpConnection>;

/** ask: the permission is asked for; allow: it was given for always; off: nobody can call it. */
export const McpToolPolicy = z.enum(['ask', 'allow', 'off']);
export type McpToolPolicy = z.infer<typeof McpToolPolicy>;

export const McpTool = strictObject(() => ({
  /** As the server calls it. */
  name: z.string(),
  /** As plans and agents call it; absent when it is off or cannot be used. */
  action: z.string().optional(),
  title: z.string(),
  /** The server's words: whoever wrote them may want something of who reads them. */
  description: z.string(),
  risk: Risk,
  policy: McpToolPolicy,
  /** Why Heron cannot use it. */
  refusal: z.string().optional(),
}));
export type McpTool = z.infer<typeof McpTool>;

const described = () => ({
  title: z.string(),
  /** The server's words. */
  description: z.string(),
});

/** What a server lets be read, by address, and addresses with gaps. One policy holds for all of it. */
export const McpResources = strictObject(() => ({
  /** What `setTool` calls it. */
  key: z.string(),
  policy: McpToolPolicy,
  /** Reads one; absent when reading is off. */
  action: z.string().optional(),
  resources: z.array(strictObject(() => ({ uri: z.string(), ...described(), mediaType: z.string().optional() }))),
  templates: z.array(
    strictObject(() => ({
      uriTemplate: z.string(),
      variables: z.array(z.string()),
      ...described(),
      mediaType: z.string().optional(),
    })),
  ),
}));
export type McpResources = z.infer<typeof McpResources>;

/** A message somebody has prepared, with fields to fill in. */
export const McpPrompt = strictObject(() => ({
  /** As the server calls it. */
  name: z.string(),
  /** What `setTool` calls it. */
  key: z.string(),
  /** Fills it in; absent when it is off or cannot be used. */
  action: z.string().optional(),
  ...described(),
  fields: z.array(strictObject(() => ({ name: z.string(), description: z.string(), isNeeded: z.boolean() }))),
  policy: McpToolPolicy,
  /** Why Heron cannot use it. */
  refusal: z.string().optional(),
}));
export type McpPrompt = z.infer<typeof McpPrompt>;

/** What a server says of itself. */
export const McpAbout = strictObject(() => ({
  name: z.string(),
  version: z.string(),
  /** The revision of the protocol that is spoken. */
  protocol: z.string(),
}));
export type McpAbout = z.infer<typeof McpAbout>;

/** idle: nobody has needed it yet; off: it is switched off. */
export const McpState = z.enum(['off', 'idle', 'starting', 'ready', 'failed']);
export type McpState = z.infer<typeof McpState>;

/** needed: the server has turned Heron away; waiting: a page is open for somebody to answer. */
export const McpSignIn = z.enum(['none', 'needed', 'waiting', 'done']);
export type McpSignIn = z.infer<typeof McpSignIn>;

export const McpServer = strictObject(() => ({
  name: McpServerName,
  workerId: WorkerId,
  connection: McpConnection,
  state: McpState,
  error: Failure.optional(),
  /** Absent where nobody signs in: a program, or an address with a header of its own for it. */
  signIn: McpSignIn.optional(),
  /** When the sign-in ends; absent where that is not known, and where it is renewed by itself. */
  signInEnds: z.int().optional(),
  /** Absent until it has answered for the first time. */
  about: McpAbout.optional(),
  tools: z.array(McpTool),
  /** Absent where there is nothing to be read. */
  reading: McpResources.optional(),
  prompts: z.array(McpPrompt),
  addedAt: z.int(),
  /** Of what a person has said of it: where it is, whether it is on, who may use what. */
  hash: StateHash,
}));
export type McpServer = z.infer<typeof McpServer>;

/** `server`: the program's error output; `heron`: what became of the connection. */
export const McpLogLine = strictObject(() => ({ at: z.int(), from: z.enum(['server', 'heron']), text: z.string() }));
export type McpLogLine = z.infer<typeof McpLogLine>;

/** Which of Heron's actions MCP clients are offered, of those that the policy lets in. */
export const McpOfferRules = strictObject(() => ({
  /** Empty: all. */
  allow: z.array(ToolPattern).max(200),
  deny: z.array(ToolPattern).max(200),
  /** What becomes of a call that lacks a permission: it fails and says which, or waits for an answer in the inbox. */
  whenMissing: WhenMissing,
}));
export type McpOfferRules = z.infer<typeof McpOfferRules>;

export const usualMcpOffer: McpOfferRules = { allow: [], deny: [], whenMissing: 'fail' };

export const OfferedAction = strictObject(() => ({
  action: ActionRef,
  title: z.string(),
  description: z.string(),
  input: ObjectSchema,
  output: ObjectSchema,
  risk: Risk,
  repeatable: z.boolean(),
  /** Of a tool that another MCP server brings: its own schema, of which Heron checks what it can. */
  given: JsonObject.optional(),
}));
export type OfferedAction = z.infer<typeof OfferedAction>;

export const McpOffer = strictObject(() => ({
  rules: McpOfferRules,
  actions: z.array(OfferedAction),
  /** Of the rules. */
  hash: StateHash,
}));
export type McpOffer = z.infer<typeof McpOffer>;

const Names = z.array(z.string());

export const mcpAdded = defineEvent('mcp.added', () => z.strictObject({ name: McpServerName }));
export const mcpRemoved = defineEvent('mcp.removed', () => z.strictObject({ name: McpServerName }));
export const mcpSwitched = defineEvent('mcp.switched', () =>
  z.strictObject({ name: McpServerName, isOn: z.boolean() }),
);
/** It offers other tools than before. */
export const mcpListed = defineEvent('mcp.listed', () =>
  z.strictObject({ name: McpServerName, added: Names, changed: Names, gone: Names }),
);
export const mcpFailed = defineEvent('mcp.failed', () => z.strictObject({ name: McpServerName, error: Failure }));
export const mcpConfigured = defineEvent('mcp.configured', () =>
  z.strictObject({ name: McpServerName, tool: z.string(), policy: McpToolPolicy }),
);
export const mcpSignedIn = defineEvent('mcp.signedIn', () => z.strictObject({ name: McpServerName }));
export const mcpSignInFailed = defineEvent('mcp.signInFailed', () =>
  z.strictObject({ name: McpServerName, error: Failure }),
);
export const mcpSignedOut = defineEvent('mcp.signedOut', () => z.strictObject({ name: McpServerName }));
export const mcpMoved = defineEvent('mcp.moved', () => z.strictObject({ name: McpServerName, state: McpState }), {
  ephemeral: true,
});

export const mcpOfferChanged = defineEvent('mcp.offered', () => z.strictObject({ rules: McpOfferRules }));

const One = strictObject(() => ({ name: McpServerName }));

export const mcp = {
  list: oc.route({ method: 'GET', path: '/mcp-servers', summary: 'List MCP servers' }).output(z.array(McpServer)),
  /** It is kept also when it cannot be reached; `state` and `error` say so. Errors: `already-exists`. */
  add: oc
    .route({ method: 'POST', path: '/mcp-servers', summary: 'Add an MCP server and ask it for its tools' })
    .input(strictObject(() => ({ name: McpServerName, connection: McpConnection })))
    .output(McpServer),
  /** Connects anew and asks for the tools. Errors: `not-found`; what the server does wrong stands in `error`. */
  test: oc
    .route({ method: 'POST', path: '/mcp-servers/{name}/test', summary: 'Connect to an MCP server anew' })
    .input(One)
    .output(McpServer),
  switch: oc
    .route({ method: 'PUT', path: '/mcp-servers/{name}/switch', summary: 'Switch an MCP server on or off' })
    .input(strictObject(() => ({ name: McpServerName, isOn: z.boolean(), baseHash })))
    .output(McpServer),
  setTool: oc
    .route({
      method: 'PUT',
      path: '/mcp-servers/{name}/tool',
      summary: 'Say who may use a tool, a prompt or resources',
    })
    .input(
      strictObject(() => ({ name: McpServerName, tool: z.string().min(1).max(300), policy: McpToolPolicy, baseHash })),
    )
    .output(McpServer),
  /**
   * The page to open, on the machine that Heron runs on. What becomes of it is `mcp.signedIn` or `mcp.signInFailed`. Errors:
   * `unsupported` where nobody signs in, `conflict` where it lets Heron in as it is.
   */
  signIn: oc
    .route({ method: 'POST', path: '/mcp-servers/{name}/sign-in', summary: 'Begin to sign in at an MCP server' })
    .input(One)
    .output(strictObject(() => ({ page: z.string() }))),
  signOut: oc
    .route({ method: 'DELETE', path: '/mcp-servers/{name}/sign-in', summary: 'Forget the sign-in at an MCP server' })
    .input(One)
    .output(McpServer),
  /** With what was allowed of it. */
  remove: oc
    .route({ method: 'DELETE', path: '/mcp-servers/{name}', summary: 'Remove an MCP server' })
    .input(One)
    .output(strictObject(() => ({}))),
  offer: oc
    .route({ method: 'GET', path: '/mcp-offer', summary: 'Which actions MCP clients are offered' })
    .output(McpOffer),
  setOffer: oc
    .route({ method: 'PUT', path: '/mcp-offer', summary: 'Say which actions MCP clients are offered' })
    .input(McpOfferRules.extend({ baseHash }))
    .output(McpOffer),
  /** For a client that asks from outside: nobody is there, and what was sent marks the run. Errors: `not-found` for what is not offered, `invalid-plan`. */
  call: oc
    .route({ method: 'POST', path: '/mcp-offer/calls', summary: 'Call an action for an MCP client' })
    .input(strictObject(() => ({ action: ActionRef, input: JsonObject.default({}) })))
    .output(strictObject(() => ({ runId: RunId }))),
  /** What Heron hands on besides actions: prompts and resources of the servers it uses, and prompt packs. */
  handedOn: oc
    .route({ method: 'GET', path: '/mcp-offer/others', summary: 'Which prompts and resources MCP clients are offered' })
    .output(McpHandedOn),
  /** What a pack tells a model, its slots filled in. Errors: `not-found` for what is not offered. */
  packPrompt: oc
    .route({ method: 'POST', path: '/mcp-offer/packs/{name}', summary: 'Read a prompt pack for an MCP client' })
    .input(strictObject(() => ({ name: z.string(), values: z.record(z.string(), z.string()).default({}) })))
    .output(strictObject(() => ({ text: z.string() }))),
  /** The last calls of MCP clients, the newest first. */
  calls: oc
    .route({ method: 'GET', path: '/mcp-offer/calls', summary: 'The last calls of MCP clients' })
    .output(z.array(McpCall)),
  /** Whether a run is a call of an MCP client. Errors: `not-found` when it is none. */
  oneCall: oc
    .route({ method: 'GET', path: '/mcp-offer/calls/{runId}', summary: 'A call of an MCP client' })
    .input(strictObject(() => ({ runId: RunId })))
    .output(McpCall),
  /** Bytes that a call of an MCP client made. Errors: `not-found`, `limit-exceeded`. */
  blob: oc
    .route({ method: 'GET', path: '/mcp-offer/blobs/{blobId}', summary: 'Bytes that a call of an MCP client made' })
    .input(strictObject(() => ({ blobId: BlobId })))
    .output(McpBlob),
  ...mcpQuestionCalls,
  /** The last lines, the oldest first. */
  logs: oc
    .route({ method: 'GET', path: '/mcp-servers/{name}/logs', summary: 'What an MCP server printed' })
    .input(One)
    .output(z.array(McpLogLine)),
};
