import { expect, test } from 'vitest';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { andText, orderText, orText } from '../ui/list-text.ts';
import { speak, t } from '../../words/words.ts';
import { woven } from './woven.ts';

const html = (text: string, when = createElement('b', null, 'now')): string =>
  renderToStaticMarkup(createElement('p', null, woven(text, { when })));

test('an element stands in a text where its name does, and what is not given is seen to be missing', () => {
  expect(html(t('said {{when}} by {{who}}', { who: 'Ada' }))).toBe('<p>said <b>now</b> by Ada</p>');
  expect(html('{{when}}')).toBe('<p><b>now</b></p>');
  expect(html('{{who}} said')).toBe('<p>{{who}} said</p>');
});

test('several things in a row are written as the language does', () => {
  expect([andText(['a']), andText(['a', 'b']), orText(['a', 'b', 'c'])]).toEqual(['a', 'a and b', 'a, b, or c']);
  expect(orderText(['a', 'b', 'c'])).toBe('a, then b, then c');
  speak({ tag: 'de', catalogue: undefined, isTest: false });
  expect(andText(['a', 'b'])).toBe('a und b');
  speak({ tag: 'en', catalogue: undefined, isTest: false });
});
