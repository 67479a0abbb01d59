import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';

/** The thing itself, whole: what is allowed must be what is read. */
export function NeedView({ need: { capability, target, detail } }: { need: PermissionNeed }) {
  if (capability === 'shell' && detail)
    return <CodeBlock code={detail} label={`Command, run with ${target}`} hasBar isCommand />;
  return (
    <>
      <p className="rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all whitespace-pre-wrap">
        <RevealedText text={target} />
      </p>
      {detail && (
        <p className="text-xs break-words text-muted">
          <RevealedText text={detail} />
        </p>
      )}
    </>
  );
}
