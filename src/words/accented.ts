const plain = 'ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz';
const marked = 'ÀÇĎÉĜĤÎĴĶĻÑÕŔŠŢÛŴÝŽàçďéĝĥîĵķļñõŕšţûŵýž';

/**
 * A text that can be read and is seen not to be English, a third longer and in brackets: on a screen in the test language
 * whatever has none of that does not go through the catalogue, and what is cut off has no bracket at its end.
 */
export function accented(text: string): string {
  const letters = text
    .split(/(\{\{\w+\}\})/)
    .map((part) => (part.startsWith('{{') ? part : Array.from(part, withMark).join('')))
    .join('');
  return `[${letters}${'·'.repeat(Math.ceil(text.length / 3))}]`;
}

function withMark(letter: string): string {
  return marked[plain.indexOf(letter)] ?? letter;
}
