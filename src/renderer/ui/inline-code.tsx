import { RevealedText } from './revealed-text.tsx';

/** A path, command or name inside a sentence. Never shortened: it breaks wherever it must. */
export function InlineCode({ children }: { children: string }) {
  return (
    <code className="rounded-sm bg-hover px-1 py-px font-mono wrap-anywhere whitespace-pre-wrap">
      <RevealedText text={children} />
    </code>
  );
}
