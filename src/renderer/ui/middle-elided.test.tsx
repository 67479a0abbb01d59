import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MiddleElided } from './middle-elided.tsx';

const partsOf = (text: string): string[] =>
  renderToStaticMarkup(<MiddleElided text={text} />)
    .split(/<[^>]*>/)
    .filter(Boolean);

test('a long text is read out whole and shown in two parts, of which the second is never shortened', () => {
  const text = 'Zip the folder /home/ada/reports 🐦';
  expect(partsOf(text)).toEqual([text, 'Zip the folder /home/ada', '/reports 🐦']);
});

test('a short text, and one that is cut off already, stay in one piece', () => {
  expect(partsOf('Compute a checksum')).toEqual(['Compute a checksum']);
  expect(partsOf('Zip the folder /home/ada/rep…')).toEqual(['Zip the folder /home/ada/rep…']);
});
