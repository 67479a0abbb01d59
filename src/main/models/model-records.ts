import type { ModelRecord } from '../../contract/models.ts';
import { localWindow } from './local/local-window.ts';
import type { ModelSetup } from './model-setup.ts';

type Known = { pattern: RegExp; record: Partial<ModelRecord> };

/** What is known of models by their names, the first that fits; a person's own record goes before. */
const known: readonly Known[] = [
  { pattern: /gpt-5/, record: { context: 400_000, vision: true, temperature: false } },
  { pattern: /gpt-4\.1/, record: { context: 1_047_576, vision: true } },
  { pattern: /gpt-4o/, record: { context: 128_000, vision: true } },
  { pattern: /(^|\/)o[134](-mini|-pro)?(-|$)/, record: { context: 200_000, vision: true, temperature: false } },
  { pattern: /gpt-oss/, record: { context: 131_072 } },
  { pattern: /claude/, record: { context: 200_000, vision: true } },
  { pattern: /gemini/, record: { context: 1_048_576, vision: true } },
  { pattern: /(llava|bakllava|moondream|minicpm-v|pixtral|internvl|-vl\b|-vl-|vision)/, record: { vision: true } },
  { pattern: /gemma-?3/, record: { context: 131_072, vision: true } },
  { pattern: /qwen-?3/, record: { context: 32_768 } },
  { pattern: /llama-?3/, record: { context: 131_072 } },
  { pattern: /(embed|whisper|rerank|bge-)/, record: { tools: false } },
];

/**
 * US dollars for a million tokens in and out, by names as they are: a variant that is not here may cost ten times as much (gpt-5,
 * gpt-5-pro), and one of unknown price is told as such. As public price tables of 2026 agree.
 */
const prices: readonly [name: string, input: number, output: number][] = [
  ['gpt-5(\\.1)?(-chat|-codex(-max)?)?', 1.25, 10],
  ['gpt-5-mini', 0.25, 2],
  ['gpt-5-nano', 0.05, 0.4],
  ['gpt-5-pro', 15, 120],
  ['gpt-5\\.2(-chat|-codex)?', 1.75, 14],
  ['gpt-5\\.2-pro', 21, 168],
  ['gpt-4\\.1', 2, 8],
  ['gpt-4\\.1-mini', 0.4, 1.6],
  ['gpt-4\\.1-nano', 0.1, 0.4],
  ['gpt-4o-mini', 0.15, 0.6],
  ['gpt-4o(-2024-08-06|-2024-11-20)?', 2.5, 10],
  ['claude-opus-4[-.][56]', 5, 25],
  ['claude-(opus-4([-.][01])?|3-opus)', 15, 75],
  ['claude-(sonnet-4([-.][056])?|3[-.][57]-sonnet)', 3, 15],
  ['claude-haiku-4[-.]5', 1, 5],
  ['claude-3[-.]5-haiku', 0.8, 4],
  ['claude-3-haiku', 0.25, 1.25],
];

/** Days as Anthropic writes them name a version at the same price; OpenAI's have a price each. */
const priced = prices.map(([name, input, output]) => ({
  pattern: new RegExp(`(^|/)${name}(-\\d{8}|-latest)?$`),
  price: { input, output },
}));

/** What nothing is known of is tried with tools and a temperature, and shown no picture. */
const unknown: ModelRecord = { tools: true, vision: false, temperature: true };

/** What a model can do: as the person says, else as is known of its name, else as most can. */
export function recordOf(setup: Pick<ModelSetup, 'records' | 'providers'>, name: string): ModelRecord {
  const lower = name.toLowerCase();
  const shipped = known.find(({ pattern }) => pattern.test(lower))?.record;
  const price = priced.find(({ pattern }) => pattern.test(lower))?.price;
  const own = runHere(setup, name);
  return { ...unknown, ...shipped, ...(price ? { price } : {}), ...own, ...setup.records[name] };
}

/** What Heron runs itself costs nothing, and its window is as large as it is loaded with. */
function runHere({ providers }: Pick<ModelSetup, 'providers'>, name: string): Partial<ModelRecord> {
  const provider = providers.find(({ id }) => id === name.slice(0, name.indexOf('/')));
  if (provider?.kind !== 'local') return {};
  return { context: localWindow(provider.options), vision: false, price: { input: 0, output: 0 } };
}
