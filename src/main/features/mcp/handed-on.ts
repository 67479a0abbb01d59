import type { StoredBlob } from '../../../contract/blobs.ts';
import {
  type McpCall,
  type McpBlob,
  type McpHandedOn,
  mostMcpBlobBytes,
  type OfferedPrompt,
} from '../../../contract/mcp-handed-on.ts';
import type { McpOffer, McpServer } from '../../../contract/mcp.ts';
import { type PromptPack, promptSlots } from '../../../contract/prompts.ts';
import { HeronError } from '../../base/errors.ts';
import type { CallStore } from './store.ts';

export type HandedOnParts = {
  calls: CallStore;
  offer: () => McpOffer;
  servers: () => McpServer[];
  packs: () => Promise<PromptPack[]>;
  /** Its slots filled in. */
  packText: (id: string, values: Record<string, string>) => Promise<string>;
  blobs: {
    /** Errors: `not-found`. */
    get: (blobId: string) => StoredBlob;
    open: (blob: StoredBlob) => Promise<{ readFile: () => Promise<Buffer>; close: () => Promise<void> }>;
  };
};

/** What MCP clients have of Heron besides actions. */
export type HandedOnService = {
  all: () => Promise<McpHandedOn>;
  /** Errors: `not-found`. */
  packPrompt: (prompt: { name: string; values: Record<string, string> }) => Promise<string>;
  calls: () => McpCall[];
  /** Errors: `not-found`. */
  oneCall: (runId: string) => McpCall;
  /** Errors: `not-found`, `limit-exceeded`. */
  blob: (blobId: string) => Promise<McpBlob>;
};

/** In lists of the offer packs are called by this, as if they were a worker. */
const packsKey = 'pack';

export function createHandedOn(parts: HandedOnParts): HandedOnService {
  const { calls, servers } = parts;

  function oneCall(runId: string): McpCall {
    const call = calls.get(runId);
    if (!call) throw new HeronError('not-found', `No call of an MCP client is the run ${runId}`, { runId });
    return call;
  }

  return {
    async all() {
      const offer = parts.offer();
      const offered = new Set(offer.actions.map(({ action }) => action));
      const ofServers = servers().flatMap(({ prompts }) => prompts.flatMap((prompt) => promptOf(prompt, offered)));
      const reading = servers().flatMap((server) => readingOf(server, offered));
      return { prompts: [...ofServers, ...(await offeredPacks(parts)).map(promptOfPack)], reading };
    },
    async packPrompt({ name, values }) {
      const pack = (await offeredPacks(parts)).find(({ id }) => nameOf(id) === name);
      if (!pack) throw new HeronError('not-found', `The prompt ${name} is not offered to MCP clients`, { name });
      return parts.packText(pack.id, values);
    },
    calls: calls.last,
    oneCall,
    async blob(blobId) {
      const blob = parts.blobs.get(blobId);
      // Of all other runs and of conversations a client learns nothing, also not that they have it.
      if (blob.runId === undefined || !calls.get(blob.runId)) {
        throw new HeronError('not-found', `There is no blob ${blobId}`, { blobId });
      }
      return readBlob(parts, blob);
    },
  };
}

async function readBlob({ blobs }: HandedOnParts, blob: StoredBlob): Promise<McpBlob> {
  const { id, mediaType, name, bytes } = blob;
  if (bytes > mostMcpBlobBytes) {
    const most = `${mostMcpBlobBytes / 1024 / 1024} MB`;
    throw new HeronError('limit-exceeded', `${id} has ${bytes} bytes; an MCP client is handed ${most} at most`);
  }
  const file = await blobs.open(blob);
  try {
    const data = (await file.readFile()).toString('base64');
    return { mediaType, bytes, data, ...(name === undefined ? {} : { name }) };
  } finally {
    await file.close();
  }
}

function promptOf(prompt: McpServer['prompts'][number], offered: ReadonlySet<string>): OfferedPrompt[] {
  const { action, title, description, fields } = prompt;
  return action !== undefined && offered.has(action) ? [{ name: action, action, title, description, fields }] : [];
}

function readingOf({ reading }: McpServer, offered: ReadonlySet<string>): McpHandedOn['reading'] {
  if (reading?.action === undefined || !offered.has(reading.action)) return [];
  const { action, resources, templates } = reading;
  // Addresses of Heron's own are nobody else's.
  return [
    {
      action,
      resources: resources.filter(({ uri }) => !isOwn(uri)),
      templates: templates
        .filter(({ uriTemplate }) => !isOwn(uriTemplate))
        .map(({ variables: _, ...template }) => template),
    },
  ];
}

function isOwn(address: string): boolean {
  return /^heron:/i.test(address);
}

/** Bundled ones as actions are; what a person has written only where somebody has named them. */
async function offeredPacks({ offer, packs }: HandedOnParts): Promise<PromptPack[]> {
  const { allow, deny } = offer().rules;
  const isNamed = allow.includes(packsKey) || allow.includes('*');
  if (deny.includes(packsKey) || deny.includes('*') || (allow.length > 0 && !isNamed)) return [];
  const all = await packs();
  return all.filter(({ source, problem, parts }) => !problem && parts.length > 0 && (isNamed || source === 'bundled'));
}

function nameOf(packId: string): string {
  return `${packsKey}.${packId}`;
}

function promptOfPack({ id, title, description, parts }: PromptPack): OfferedPrompt {
  const text = parts.map((part) => part.text).join('\n');
  const slots = promptSlots.filter((slot) => text.includes(`<${slot}>`));
  const fields = slots.map((slot) => ({ name: slot.toLowerCase(), description: slotWords[slot], isNeeded: false }));
  return { name: nameOf(id), title, description, fields };
}

const slotWords: Record<(typeof promptSlots)[number], string> = {
  CONTEXT: 'What is known of the place where the work is done',
  TASK: 'What is to be done',
  PLAN: 'The plan, as far as there is one',
  DIFF: 'What was changed by now',
};
