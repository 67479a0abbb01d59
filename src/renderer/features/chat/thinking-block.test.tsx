// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { ThinkingBlock } from './thinking-block.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

test('what a model thought is folded, says how long it took, and is read when it is opened [GW-05]', () => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  onTestFinished(() => act(() => root.unmount()));
  const thinking = { text: 'Twelve letters.', tookMs: 12_345 };
  act(() => root.render(<ThinkingBlock thinking={thinking} isThinking />));
  expect(place.textContent).toBe('Thinking…');
  act(() => root.render(<ThinkingBlock thinking={thinking} />));
  expect(place.textContent).toBe('Thought for 12 s');
  act(() => place.querySelector('button')?.click());
  expect(place.textContent).toBe('Thought for 12 sTwelve letters.');
});
