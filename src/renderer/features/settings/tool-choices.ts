import type { Manifest } from '../../../contract/manifest.ts';
import { groups } from '../../../contract/policy.ts';
import type { SelectOption } from '../../ui/select.tsx';
import { t } from '../../../words/words.ts';

/** What can stand in a list of the policy, in the order it is offered: everything, groups, workers, actions. */
export function toolChoices(manifests: Manifest[], taken: readonly string[]): SelectOption[] {
  const all = [
    { value: '*', label: t('Everything'), group: t('All') },
    ...Object.entries(groups).map(([name, { says }]) => ({
      value: `group:${name}`,
      label: t('What {{says}} ({{name}})', { says, name }),
      group: t('Groups'),
    })),
    ...manifests.map(({ id, name }) => ({ value: id, label: name, group: t('Workers') })),
    ...manifests.flatMap(({ id, name, actions }) =>
      Object.entries(actions).map(([action, { title }]) => ({
        value: `${id}.${action}`,
        label: `${name}: ${title}`,
        group: t('Actions'),
      })),
    ),
  ];
  return all.filter(({ value }) => !taken.includes(value));
}

/** What an entry of a list means, in words; undefined where nothing here has that name. */
export function toolWords(entry: string, manifests: Manifest[]): string | undefined {
  if (entry === '*') return t('Everything');
  if (entry.startsWith('group:')) {
    const group = groups[entry.slice('group:'.length)];
    return group && t('What {{says}}', { says: group.says });
  }
  const [id, action] = entry.split('.');
  const manifest = manifests.find((each) => each.id === id);
  if (!manifest || action === undefined) return manifest && t('Every action of {{name}}', { name: manifest.name });
  const declared = manifest.actions[action];
  return declared && `${manifest.name}: ${declared.title}`;
}
