/** What can be said to a server with each request, beside the question itself. */
export type ModelOption = {
  id: string;
  title: string;
  hint: string;
  /** A text may be one of `choices`; `json` is a JSON object. */
  type: 'switch' | 'number' | 'text' | 'json';
  choices?: readonly string[];
  /** The field of the request's body it becomes; absent: Heron itself goes by it. */
  field?: string;
};

export type ProviderInfo = {
  title: string;
  /** Where it usually is. */
  baseUrl: string;
  /** On this machine, so that no key is expected. */
  isLocal: boolean;
  options: readonly ModelOption[];
};

const streaming: ModelOption = {
  id: 'streaming',
  title: 'Streaming',
  hint: 'Answers arrive as they are written. Switch it off for a server whose streams are broken.',
  type: 'switch',
};

const body: ModelOption = {
  id: 'body',
  title: 'More fields',
  hint: 'A JSON object that is put into the body of each request, for what this server takes besides.',
  type: 'json',
};

const api: ModelOption = {
  id: 'api',
  title: 'Interface',
  hint: 'Responses is the newer one; a proxy may know only chat.',
  type: 'text',
  choices: ['responses', 'chat'],
};

const draftModel: ModelOption = {
  id: 'draftModel',
  title: 'Draft model',
  hint: 'A small model of the same family that guesses ahead (speculative decoding).',
  type: 'text',
  field: 'draft_model',
};

const unloadAfter: ModelOption = {
  id: 'unloadAfter',
  title: 'Unload after, in seconds',
  hint: 'How long a model stays loaded when nobody asks it.',
  type: 'number',
  field: 'ttl',
};

const ofLlamaServer: readonly ModelOption[] = [
  {
    id: 'reuseCache',
    title: 'Keep the KV cache',
    hint: 'What a request has in common with the one before is not worked through again.',
    type: 'switch',
    field: 'cache_prompt',
  },
  {
    id: 'cacheChunk',
    title: 'Shortest piece reused',
    hint: 'Pieces of the KV cache from this many tokens on are reused also when they moved.',
    type: 'number',
    field: 'n_cache_reuse',
  },
  {
    id: 'draftMost',
    title: 'Draft tokens, at most',
    hint: 'How far speculative decoding guesses ahead. The server has to be started with a draft model.',
    type: 'number',
    field: 'speculative.n_max',
  },
  {
    id: 'draftLeast',
    title: 'Draft tokens, at least',
    hint: 'Shorter guesses are not tried.',
    type: 'number',
    field: 'speculative.n_min',
  },
];

const priority: ModelOption = {
  id: 'priority',
  title: 'Priority',
  hint: 'Where the server was started with priority scheduling: lower goes first.',
  type: 'number',
  field: 'priority',
};

const cacheSalt: ModelOption = {
  id: 'cacheSalt',
  title: 'Salt of the prefix cache',
  hint: 'Only requests with the same salt share what is cached.',
  type: 'text',
  field: 'cache_salt',
};

/** What model files are loaded with; another value loads the model anew. */
const ofModelFiles: readonly ModelOption[] = [
  {
    id: 'contextTokens',
    title: 'Context, in tokens',
    hint: 'Question and answer together; 8192 unless you say so, and never more than the model was made for. More takes more memory.',
    type: 'number',
  },
  {
    id: 'batchTokens',
    title: 'Batch, in tokens',
    hint: 'So much of a question is worked through at a time.',
    type: 'number',
  },
  {
    id: 'cacheType',
    title: 'KV cache',
    hint: 'Q8_0 takes half the memory of F16, Q4_0 a quarter; answers get a little worse.',
    type: 'text',
    choices: ['F16', 'Q8_0', 'Q4_0'],
  },
  {
    id: 'threads',
    title: 'Threads',
    hint: 'Processors it uses at a time; all of them unless you say so.',
    type: 'number',
  },
  {
    id: 'unloadAfter',
    title: 'Unload after, in seconds',
    hint: 'When nobody has asked for so long, its memory is given back. 300 unless you say so.',
    type: 'number',
  },
];

const common = [streaming, body];

/** Who serves models, and what each takes. Options that a server only takes at its start stand in docs/guide/models.md. */
export const providers = {
  openai: { title: 'OpenAI', baseUrl: 'https://api.openai.com/v1', isLocal: false, options: [api, ...common] },
  anthropic: { title: 'Anthropic', baseUrl: 'https://api.anthropic.com/v1', isLocal: false, options: common },
  openrouter: { title: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', isLocal: false, options: common },
  'lm-studio': {
    title: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    isLocal: true,
    options: [draftModel, unloadAfter, ...common],
  },
  ollama: { title: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', isLocal: true, options: common },
  /** Heron itself runs the files. Nothing is ever sent to its address. */
  local: {
    title: 'Model files on this machine',
    baseUrl: 'http://this-machine.invalid/v1',
    isLocal: true,
    options: ofModelFiles,
  },
  'llama-cpp': {
    title: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    isLocal: true,
    options: [...ofLlamaServer, ...common],
  },
  vllm: {
    title: 'vLLM',
    baseUrl: 'http://127.0.0.1:8000/v1',
    isLocal: true,
    options: [priority, cacheSalt, ...common],
  },
  sglang: { title: 'SGLang', baseUrl: 'http://127.0.0.1:30000/v1', isLocal: true, options: [priority, ...common] },
  compatible: { title: 'Another server', baseUrl: '', isLocal: false, options: common },
} as const satisfies Record<string, ProviderInfo>;

export type ProviderKind = keyof typeof providers;
export const providerKinds = Object.keys(providers) as [ProviderKind, ...ProviderKind[]];

export function providerInfo(kind: ProviderKind): ProviderInfo {
  return providers[kind];
}

/** Whose server an address is, as far as it tells. */
export function kindOfAddress(baseUrl: string): ProviderKind {
  const server = serverOf(baseUrl);
  return (
    providerKinds.find((kind) => serverOf(providers[kind].baseUrl) === server && server !== undefined) ?? 'compatible'
  );
}

function serverOf(address: string): string | undefined {
  return /^https?:\/\/[^/?#]+/i.exec(address)?.[0].toLowerCase().replace('//localhost', '//127.0.0.1');
}
