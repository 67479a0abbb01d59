/** Code is left as it is: fences, and spans between marks of one length. */
const code =
  /(^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|$(?![\s\S]))|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\3(?!`))/m;

/**
 * `$x^2$` is a formula, "$5 or $10" is money: a formula has no space inside its marks, no digit after them, and something in it that
 * only formulas have, or is a single letter.
 */
const single = /(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\n\\])*?[^\s$\\]|\\.|[^\s$\\])\$(?![\d$])/g;
const formula = /[\\^_={}<>+*/|]|^[A-Za-z]'?$|^\w\([\w, ]+\)$/;

/** What is written as `$…$`, `\(…\)` and `\[…\]` becomes `$$…$$`, outside of code. A text without formulas is given back as it is. */
export function withMathMarks(text: string): string {
  if (!text.includes('$') && !text.includes('\\(') && !text.includes('\\[')) return text;
  const pieces = text.split(new RegExp(code.source, 'gm'));
  // Every match brings its three groups along: the code itself is the first of them.
  return pieces.map((piece, at) => (at % 4 === 0 ? marked(piece) : at % 4 === 1 ? piece : '')).join('');
}

export function hasMaths(text: string): boolean {
  return text.includes('$$');
}

function marked(text: string): string {
  return text
    .replaceAll(/\\\[([\s\S]+?)\\\]/g, (_, inner: string) => `\n$$\n${inner.trim()}\n$$\n`)
    .replaceAll(/\\\(([^\n]+?)\\\)/g, (_, inner: string) => `$$${inner.trim()}$$`)
    .replaceAll(single, (whole, inner: string) => (formula.test(inner) ? `$$${inner}$$` : whole));
}
