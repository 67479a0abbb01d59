import type { Client } from '@modelcontextprotocol/client';
import type { McpAbout } from '../../../contract/mcp.ts';
import { plainWords, type ToolDefinition } from './tool-definition.ts';

/** Something a server lets be read, by its address. */
export type ResourceDefinition = {
  uri: string;
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  mimeType?: string | undefined;
};

/** Addresses with gaps in them, as RFC 6570 writes these. */
export type TemplateDefinition = Omit<ResourceDefinition, 'uri'> & { uriTemplate: string };

export type PromptDefinition = {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  arguments?: { name: string; description?: string | undefined; required?: boolean | undefined }[] | undefined;
};

export type ResourceListing = { resources: ResourceDefinition[]; templates: TemplateDefinition[] };

/** All that a server offers; no `reading` where it has nothing to be read. */
export type Listing = {
  tools: ToolDefinition[];
  reading?: ResourceListing | undefined;
  prompts: PromptDefinition[];
};

/** Of each; a server that lists more is not read on. */
const most = 1000;
const longest = 8000;

/** Asks the server. Errors: those of the library. */
export async function readListing(client: Client, timeout: number): Promise<Listing> {
  const { tools, resources, prompts } = client.getServerCapabilities() ?? {};
  const options = { timeout, cacheMode: 'refresh' } as const;
  const listed = tools ? (await client.listTools(undefined, options)).tools : [];
  const reading = resources && {
    resources: (await client.listResources(undefined, options)).resources.slice(0, most).map(resourceOf),
    templates: (await listTemplates(client, options)).slice(0, most).map(templateOf),
  };
  const offered = prompts ? (await client.listPrompts(undefined, options)).prompts : [];
  return { tools: listed.map(toolOf), ...(reading ? { reading } : {}), prompts: offered.slice(0, most).map(promptOf) };
}

/** A server with resources need not know of templates. */
async function listTemplates(client: Client, options: { timeout: number; cacheMode: 'refresh' }) {
  try {
    return (await client.listResourceTemplates(undefined, options)).resourceTemplates;
  } catch (error) {
    if ((error as { code?: unknown }).code === methodNotFound) return [];
    throw error;
  }
}

const methodNotFound = -32601;

export function aboutOf(client: Client, name: string): McpAbout {
  const about = client.getServerVersion();
  return {
    name: plainWords(about?.name ?? name, 100),
    version: plainWords(about?.version ?? '', 40),
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
  };
}

function toolOf({ name, title, description, inputSchema, annotations }: ToolDefinition): ToolDefinition {
  return { name, inputSchema, ...words({ title, description }), ...(annotations === undefined ? {} : { annotations }) };
}

function resourceOf({ uri, name, title, description, mimeType }: ResourceDefinition): ResourceDefinition {
  return { uri: uri.slice(0, longest), name, ...words({ title, description }), ...(mimeType ? { mimeType } : {}) };
}

function templateOf({ uriTemplate, name, title, description, mimeType }: TemplateDefinition): TemplateDefinition {
  const kind = mimeType ? { mimeType } : {};
  return { uriTemplate: uriTemplate.slice(0, longest), name, ...words({ title, description }), ...kind };
}

function promptOf({ name, title, description, arguments: parts = [] }: PromptDefinition): PromptDefinition {
  return {
    ...{ name, ...words({ title, description }) },
    arguments: parts.slice(0, 50).map((part) => ({
      name: part.name,
      ...(part.description === undefined ? {} : { description: part.description.slice(0, longest) }),
      required: part.required === true,
    })),
  };
}

function words({ title, description }: { title?: string | undefined; description?: string | undefined }) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: description.slice(0, longest) }),
  };
}
