/** How many words have to be put in, left out or exchanged to make one text of the other. */
export function wordErrors(text: string, wanted: string): number {
  const [words, others] = [text, wanted].map((each) => each.split(' ').filter(Boolean)) as [string[], string[]];
  let row = others.map((_, index) => index + 1);
  for (const [at, word] of words.entries()) {
    let before = at;
    let left = at + 1;
    row = others.map((other, index) => {
      const above = row[index] ?? 0;
      const value = Math.min(above + 1, left + 1, before + (word === other ? 0 : 1));
      before = above;
      left = value;
      return value;
    });
  }
  return row.at(-1) ?? words.length;
}
