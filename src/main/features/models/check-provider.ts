import { type ProviderKind, providerInfo } from '../../../contract/model-providers.ts';
import type { OptionValues } from '../../../contract/models.ts';
import { HeronError } from '../../base/errors.ts';

/** Errors: `invalid-input` naming the option, and what it should have been. */
export function checkOptions(kind: ProviderKind, given: OptionValues): void {
  const { options, title } = providerInfo(kind);
  for (const [id, value] of Object.entries(given)) {
    const option = options.find((one) => one.id === id);
    if (!option) {
      refuse(id, `${title} takes no such option; it takes ${options.map((one) => one.id).join(', ')}`);
      continue;
    }
    const expected = { switch: 'boolean', number: 'number', text: 'string', json: 'string' }[option.type];
    if (typeof value !== expected) refuse(id, `expected a ${expected}, got ${JSON.stringify(value)}`);
    if (option.choices && !option.choices.includes(String(value)))
      refuse(id, `expected ${option.choices.join(' or ')}`);
    if (option.type === 'json' && String(value).trim() !== '' && !isObject(String(value)))
      refuse(id, 'expected a JSON object');
  }
}

function refuse(id: string, reason: string): never {
  throw new HeronError('invalid-input', `options.${id}: ${reason}`, { path: `options.${id}` });
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
