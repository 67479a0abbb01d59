import type { ModelRecord } from '../../contract/models.ts';
import type { ModelSetup } from './model-setup.ts';

type Known = { pattern: RegExp; record: Partial<ModelRecord> };

const price = (input: number, output: number): Pick<ModelRecord, 'price'> => ({ price: { input, output } });

/**
 * What is known of models by their names, the first that fits. Prices are those their providers list, in US dollars for a
 * million tokens, as of November 2026; a person's own record goes before.
 */
const known: readonly Known[] = [
  { pattern: /gpt-5(\.\d)?-nano/, record: { context: 400_000, vision: true, temperature: false, ...price(0.05, 0.4) } },
  { pattern: /gpt-5(\.\d)?-mini/, record: { context: 400_000, vision: true, temperature: false, ...price(0.25, 2) } },
  { pattern: /gpt-5/, record: { context: 400_000, vision: true, temperature: false, ...price(1.25, 10) } },
  { pattern: /gpt-4\.1-nano/, record: { context: 1_047_576, vision: true, ...price(0.1, 0.4) } },
  { pattern: /gpt-4\.1-mini/, record: { context: 1_047_576, vision: true, ...price(0.4, 1.6) } },
  { pattern: /gpt-4\.1/, record: { context: 1_047_576, vision: true, ...price(2, 8) } },
  { pattern: /gpt-4o-mini/, record: { context: 128_000, vision: true, ...price(0.15, 0.6) } },
  { pattern: /gpt-4o/, record: { context: 128_000, vision: true, ...price(2.5, 10) } },
  { pattern: /(^|\/)o[134](-mini|-pro)?(-|$)/, record: { context: 200_000, vision: true, temperature: false } },
  { pattern: /gpt-oss/, record: { context: 131_072 } },
  { pattern: /claude-(opus-4-[5-9]|opus-5)/, record: { context: 200_000, vision: true, ...price(5, 25) } },
  { pattern: /claude-(\d-)?opus/, record: { context: 200_000, vision: true, ...price(15, 75) } },
  { pattern: /claude-(3[-.]\d-|\d-)?sonnet/, record: { context: 200_000, vision: true, ...price(3, 15) } },
  { pattern: /claude-haiku/, record: { context: 200_000, vision: true, ...price(1, 5) } },
  { pattern: /claude-3-5-haiku/, record: { context: 200_000, vision: true, ...price(0.8, 4) } },
  { pattern: /claude/, record: { context: 200_000, vision: true } },
  { pattern: /gemini/, record: { context: 1_048_576, vision: true } },
  { pattern: /(llava|bakllava|moondream|minicpm-v|pixtral|internvl|-vl\b|-vl-|vision)/, record: { vision: true } },
  { pattern: /gemma-?3/, record: { context: 131_072, vision: true } },
  { pattern: /qwen-?3/, record: { context: 32_768 } },
  { pattern: /llama-?3/, record: { context: 131_072 } },
  { pattern: /(embed|whisper|rerank|bge-)/, record: { tools: false } },
];

/** What nothing is known of is tried with tools and a temperature, and shown no picture. */
const unknown: ModelRecord = { tools: true, vision: false, temperature: true };

/** What a model can do: as the person says, else as is known of its name, else as most can. */
export function recordOf(setup: Pick<ModelSetup, 'records'>, name: string): ModelRecord {
  const shipped = known.find(({ pattern }) => pattern.test(name.toLowerCase()))?.record;
  return { ...unknown, ...shipped, ...setup.records[name] };
}
