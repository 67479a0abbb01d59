import type { Manifest } from '../../../contract/manifest.ts';

/** What of a worker's can start a workflow. */
export function TriggerList({ triggers }: { triggers: Manifest['triggers'] }) {
  return (
    <ul className="divide-y rounded-lg border text-sm">
      {Object.entries(triggers).map(([name, { title, description }]) => (
        <li key={name} className="px-3 py-2">
          <span className="font-medium">{title}</span>
          <span className="block text-xs text-muted">{description}</span>
        </li>
      ))}
    </ul>
  );
}
