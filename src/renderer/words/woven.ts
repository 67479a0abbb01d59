import { createElement, Fragment, type ReactNode } from 'react';

/**
 * A text with elements in it, so that a translation may put them elsewhere: `woven(t('said {{when}}'), { when: <Time /> })`. What is
 * given here is not given to `t`.
 */
export function woven(text: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return text.split(/\{\{(\w+)\}\}/).map((piece, at) =>
    // Every second piece is a name.
    createElement(Fragment, { key: at }, at % 2 === 0 ? piece : (parts[piece] ?? `{{${piece}}}`)),
  );
}
