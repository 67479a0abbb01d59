import { lazy, Suspense } from 'react';
import type { RichTextProps } from './rich-text.tsx';

/** Reading Markdown is a third of the page's code: the window is drawn before it is there. */
export async function loadRichText() {
  return { default: (await import('./rich-text.tsx')).RichText };
}

const RichText = lazy(loadRichText);

/** Untrusted Markdown; as it was written until what draws it has arrived. */
export function Markdown(props: RichTextProps) {
  return (
    <Suspense
      fallback={
        <p data-uncoloured className="markdown whitespace-pre-wrap">
          {props.text}
        </p>
      }
    >
      <RichText {...props} />
    </Suspense>
  );
}
