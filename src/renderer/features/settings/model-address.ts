import { usualServers } from '../../../contract/models.ts';
import { t } from '../../../words/words.ts';

/** Where servers of models usually listen. */
export const addressPresets = () => [
  ...usualServers.slice(0, 3).map(({ name, baseUrl }) => ({ name, url: baseUrl })),
  { name: t('OpenRouter'), url: 'https://openrouter.ai/api/v1' },
  { name: t('OpenAI'), url: 'https://api.openai.com/v1' },
];

/** What is wrong with an address, in words; undefined if nothing is. */
export function addressProblem(text: string): string | undefined {
  if (text.trim() === '') return t('Type the address of the server');
  const protocol = URL.canParse(text.trim()) ? new URL(text.trim()).protocol : undefined;
  return protocol === 'http:' || protocol === 'https:'
    ? undefined
    : t('An address begins with http:// or https://, for example http://127.0.0.1:1234/v1');
}
