import type { Manifest } from '../../../contract/manifest.ts';
import { limitTexts } from './limit-texts.ts';

/** What the worker is ended at, or refused beyond. */
export function WorkerLimits({ manifest }: { manifest: Manifest }) {
  return (
    <ul>
      {limitTexts(manifest).map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
