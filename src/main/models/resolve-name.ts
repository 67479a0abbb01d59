import { HeronError } from '../base/errors.ts';
import { type ModelSetup, type ProviderSetup, usedModels, usualAliases } from './model-setup.ts';

/** The models that a name stands for: those of an alias, or one. Errors: `not-found` that names the known ones. */
export function resolveName(setup: ModelSetup, name: string): readonly string[] {
  const meant = setup.aliases[name];
  if (meant && meant.length > 0) return meant;
  if (placeOf(setup, name)) return [name];
  const known = [...Object.keys(setup.aliases), ...usedModels(setup)];
  const list = known.length === 0 ? 'No alias and no model is set up.' : `Known are: ${known.join(', ')}.`;
  const isUsual = (usualAliases as readonly string[]).includes(name);
  const text = isUsual ? `The alias ${name} stands for no model yet.` : `There is no model or alias “${name}”.`;
  throw new HeronError('not-found', `${text} ${list}`, { name, known });
}

/** The provider that a model's name begins with, and the rest. */
export function placeOf(setup: ModelSetup, name: string): { provider: ProviderSetup; model: string } | undefined {
  const at = name.indexOf('/');
  const provider = setup.providers.find(({ id }) => id === name.slice(0, at));
  const model = name.slice(at + 1);
  return provider && at > 0 && model !== '' ? { provider, model } : undefined;
}
