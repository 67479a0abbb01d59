import type { Manifest } from '../../../contract/manifest.ts';
import { groups } from '../../../contract/policy.ts';
import type { SelectOption } from '../../ui/select.tsx';

/** What can stand in a list of the policy, in the order it is offered: everything, groups, workers, actions. */
export function toolChoices(manifests: Manifest[], taken: readonly string[]): SelectOption[] {
  const all = [
    { value: '*', label: 'Everything', group: 'All' },
    ...Object.entries(groups).map(([name, { says }]) => ({
      value: `group:${name}`,
      label: `What ${says} (${name})`,
      group: 'Groups',
    })),
    ...manifests.map(({ id, name }) => ({ value: id, label: name, group: 'Workers' })),
    ...manifests.flatMap(({ id, name, actions }) =>
      Object.entries(actions).map(([action, { title }]) => ({
        value: `${id}.${action}`,
        label: `${name}: ${title}`,
        group: 'Actions',
      })),
    ),
  ];
  return all.filter(({ value }) => !taken.includes(value));
}

/** What an entry of a list means, in words; undefined where nothing here has that name. */
export function toolWords(entry: string, manifests: Manifest[]): string | undefined {
  if (entry === '*') return 'Everything';
  if (entry.startsWith('group:')) {
    const group = groups[entry.slice('group:'.length)];
    return group && `What ${group.says}`;
  }
  const [id, action] = entry.split('.');
  const manifest = manifests.find((each) => each.id === id);
  if (!manifest || action === undefined) return manifest && `Every action of ${manifest.name}`;
  const declared = manifest.actions[action];
  return declared && `${manifest.name}: ${declared.title}`;
}
