export const sampleDiff = `--- a/notes/todo.md
+++ b/notes/todo.md
@@ -1,4 +1,5 @@
 # To do
-- call the tax office
+- call the tax office on Monday
+- scan the receipts
 - water the plants
-- return the book
+- return the books
`;

export const sampleCode = `import { readFile } from 'node:fs/promises';

/** Words of a file, the commonest first. */
export async function wordsOf(path: string, most = 20): Promise<[string, number][]> {
  const counts = new Map<string, number>();
  for (const [word] of (await readFile(path, 'utf8')).matchAll(/\\p{L}+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1); // folded elsewhere
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, most);
}`;

export const sampleValue = {
  path: '/home/ada/docs.zip',
  files: 14,
  isComplete: true,
  sizes: [1024, 2048],
  owner: null,
  nested: { sha256: 'd2c76e9be24d4ecb8f1a' },
};

export const longMarkdown = `# A heading
Some prose with **bold**, *italics*, \`code\`, ~~what no longer holds~~ and [a link](https://example.org/a/page).

## A smaller one
- Receipts of March
- Receipts of April
  1. from the train
  2. from the hotel

- [x] scanned
- [ ] sent

> The office is closed on Fridays.

| File | Size | Changed |
|---|--:|---|
| receipt-1.pdf | 120 KB | today |
| receipt-2.pdf | 98 KB | yesterday |

\`\`\`ts
const total = receipts.reduce((sum, { amount }) => sum + amount, 0);
\`\`\`

![A scan](https://example.org/scan.png)
`;
