import type { ReachParts } from '../../../contract/grant-words.ts';
import { RevealedText } from '../../ui/revealed-text.tsx';

/** What a grant takes in; what the worker named stands out of the words around it. */
export function ReachText({ reach: { before, target, after } }: { reach: ReachParts }) {
  return (
    <>
      {before}
      <span className="font-mono text-[0.92em] text-text">
        <RevealedText text={target} />
      </span>
      {after}
    </>
  );
}
