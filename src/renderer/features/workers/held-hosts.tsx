import type { HostCircuit } from '../../../contract/circuits.ts';
import { Held } from './circuit-notice.tsx';
import { t } from '../../../words/words.ts';

/** Network hosts that are left alone; nothing as long as all answer. */
export function HeldHosts({ hosts }: { hosts: HostCircuit[] }) {
  if (hosts.length === 0) return null;
  return (
    <ul aria-label={t('Hosts that are left alone')} className="max-h-48 space-y-2 overflow-y-auto px-4 py-3 sm:px-6">
      {hosts.map(({ host, ...circuit }) => (
        <li key={host}>
          <Held circuit={circuit} whose={{ host }} name={host} what="requests" />
        </li>
      ))}
    </ul>
  );
}
