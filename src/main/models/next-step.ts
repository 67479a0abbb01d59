import { providerInfo, type ProviderKind } from '../../contract/model-providers.ts';
import type { ProviderFault } from './model-client.ts';
import type { ModelTarget } from './model-target.ts';

type Asked = Pick<ModelTarget, 'kind' | 'baseUrl' | 'model'>;

/** How each server that runs on one's own machine is started. */
const starting: Partial<Record<ProviderKind, string>> = {
  'lm-studio': 'Open LM Studio and start its server (Developer, Start server)',
  ollama: 'Start Ollama, or run: ollama serve',
  'llama-cpp': 'Start it with: llama-server -m MODEL.gguf',
  vllm: 'Start it with: vllm serve MODEL',
  sglang: 'Start it with: python -m sglang.launch_server --model-path MODEL',
};

/** How each is given a larger window. */
const enlarging: Partial<Record<ProviderKind, string>> = {
  'lm-studio': 'Load the model in LM Studio with a larger context length',
  ollama: 'Start Ollama with a larger OLLAMA_CONTEXT_LENGTH',
  'llama-cpp': 'Start llama-server with a larger -c',
  vllm: 'Start vLLM with a larger --max-model-len',
  sglang: 'Start SGLang with a larger --context-length',
  local: 'Set a larger context for it in Settings → Models',
};

const choosing = 'choose another in Settings → Models';

/** What a person can do about a server that is not there. */
export function stepToReach({ kind, baseUrl }: Pick<Asked, 'kind' | 'baseUrl'>): string {
  const own = starting[kind];
  if (own) return own;
  if (isOnThisMachine(kind, baseUrl)) return 'See that its program runs, and at this address';
  return 'See whether the network is there, and the address in Settings → Models is right';
}

/** What a person can do about what a server said; undefined where only waiting or another model helps. */
export function stepAfter(fault: ProviderFault, { kind, baseUrl, model }: Asked, said: string): string | undefined {
  if (isNowhere(said)) return stepToAddress(baseUrl);
  if (fault === 'context-overflow')
    return `${enlarging[kind] ?? 'Choose a model with a larger window'}, or begin a new conversation`;
  if (fault !== 'unknown-model') return undefined;
  if (kind === 'ollama') return `Run: ollama pull ${model}, or ${choosing}`;
  if (kind === 'lm-studio') return `Load ${model} in LM Studio, or ${choosing}`;
  return `Settings → Models, Edit, Load models shows what it has`;
}

/** "404 page not found", "Unexpected endpoint or method. (POST /chat/completions)", "Cannot POST /chat", `{"detail":"Not Found"}`. */
function isNowhere(said: string): boolean {
  return /page not found|unexpected endpoint|cannot (get|post)|"detail": ?"not found"|no route|file not found/i.test(
    said,
  );
}

/** Addresses of this interface end so; without it servers answer that there is nothing, or with a page. */
export function stepToAddress(baseUrl: string): string {
  return /\/v\d+\/?$/.test(baseUrl)
    ? 'Check the address in Settings → Models: a server of models does not answer there'
    : `Addresses of such servers end in /v1: try ${baseUrl.replace(/\/+$/, '')}/v1 in Settings → Models`;
}

/** Loads its models from this machine's disk and works them through on its processor: both may take minutes. */
export function isOnThisMachine(kind: ProviderKind, baseUrl: string): boolean {
  if (providerInfo(kind).isLocal) return true;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return /^(localhost|127\.|\[::1\]|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.local$/.test(host);
}
