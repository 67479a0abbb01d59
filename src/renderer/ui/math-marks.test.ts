import { expect, test } from 'vitest';
import { hasMaths, withMathMarks } from './math-marks.ts';

test.each([
  ['It is $x^2$ and $n$.', 'It is $$x^2$$ and $$n$$.'],
  ['\\(a+b\\) is inline', '$$a+b$$ is inline'],
  ['so \\[ \\frac{1}{2} \\] holds', 'so \n$$\n\\frac{1}{2}\n$$\n holds'],
  ['$f(x)$ of $\\alpha$', '$$f(x)$$ of $$\\alpha$$'],
  ['already $$y = 1$$ marked', 'already $$y = 1$$ marked'],
])('formulas get their marks (%#)', (text, marked) => {
  expect(withMathMarks(text)).toBe(marked);
  expect(hasMaths(marked)).toBe(true);
});

test.each([
  'It costs $5 or $10, at most $1,000.',
  'From $5 to $10 = cheap',
  'set $HOME and $PATH',
  'escaped \\$x^2$ and $ x $',
  'in code `$x^2$` and ``a ` $y^2$``',
  '```sh\necho $x^2$ \\(no\\)\n```\n',
  '~~~\n$a_b$\n~~~',
  'nothing at all',
])('money, variables and code stay as they are (%#)', (text) => {
  expect(withMathMarks(text)).toBe(text);
});
