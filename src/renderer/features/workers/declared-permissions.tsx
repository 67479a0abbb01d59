import type { Manifest } from '../../../contract/manifest.ts';
import { capabilityNames } from '../permissions/requests.ts';
import { t } from '../../../words/words.ts';

export function DeclaredPermissions({ permissions }: { permissions: Manifest['permissions'] }) {
  if (permissions.length === 0)
    return <p className="text-sm text-muted">{t('None. It touches nothing outside itself.')}</p>;
  return (
    <ul className="divide-y rounded-lg border">
      {permissions.map(({ capability, reason }) => (
        <li key={capability} className="px-3 py-2 text-sm">
          <span className="font-medium">{capabilityNames()[capability]}</span>
          <span className="block text-xs text-muted">“{reason}”</span>
        </li>
      ))}
    </ul>
  );
}
