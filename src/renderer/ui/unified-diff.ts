export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'note';
  /** Line numbers in the old and the new file. */
  before?: number;
  after?: number;
  text: string;
}

export interface DiffHunk {
  header: string;
  lines: DiffLine[];
}

export interface DiffFile {
  /** Undefined where the file is made or deleted. */
  before: string | undefined;
  after: string | undefined;
  /** What git says besides the lines: a rename, a mode, "Binary files differ". */
  notes: string[];
  hunks: DiffHunk[];
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const gitNote = /^(?:rename |copy |new file mode|deleted file mode|old mode|new mode|Binary files )/;

/**
 * Reads a unified diff as written by git, diff -u or jsdiff. The counts in a hunk's header decide where it ends, so a
 * removed line that begins with `-- ` is not taken for a file name.
 */
export function parseUnifiedDiff(diff: string): DiffFile[] {
  const files: DiffFile[] = [];
  const lines = diff.split('\n');
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const file = files.at(-1);
    const next = lines[index + 1] ?? '';
    const isNewFile = line.startsWith('--- ') && next.startsWith('+++ ');
    if (line.startsWith('diff --git ')) files.push(emptyFile(line));
    else if (isNewFile) {
      const named = file && file.hunks.length === 0 ? file : emptyFile('');
      if (named !== file) files.push(named);
      named.before = fileName(line);
      named.after = fileName(next);
      index += 1;
    } else if (hunkHeader.test(line)) {
      const target = file ?? emptyFile('');
      if (!file) files.push(target);
      index = readHunk(lines, index, target);
      continue;
    } else if (file && gitNote.test(line)) file.notes.push(line);
    index += 1;
  }
  return files;
}

/** Reads the hunk whose header stands at `start`; returns the index of the line after it. */
function readHunk(lines: string[], start: number, file: DiffFile): number {
  const header = lines[start] ?? '';
  const [, oldStart, oldCount, newStart, newCount] = hunkHeader.exec(header) ?? [];
  let before = Number(oldStart);
  let after = Number(newStart);
  const oldEnd = before + Number(oldCount ?? 1);
  const newEnd = after + Number(newCount ?? 1);
  const hunk: DiffHunk = { header, lines: [] };
  file.hunks.push(hunk);
  let index = start + 1;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const sign = line[0];
    const text = line.slice(1);
    if (sign === '\\') hunk.lines.push({ kind: 'note', text: text.trim() });
    else if (before >= oldEnd && after >= newEnd) break;
    else if (sign === '-') hunk.lines.push({ kind: 'removed', before: before++, text });
    else if (sign === '+') hunk.lines.push({ kind: 'added', after: after++, text });
    // Some editors strip the space off an empty line.
    else if (sign === ' ' || line === '') hunk.lines.push({ kind: 'same', before: before++, after: after++, text });
    else break;
  }
  return index;
}

function emptyFile(gitLine: string): DiffFile {
  const [, before, after] = /^diff --git a\/(.+) b\/(.+)$/.exec(gitLine) ?? [];
  return { before, after, notes: [], hunks: [] };
}

function fileName(line: string): string | undefined {
  const name = line.slice(4).split('\t')[0] ?? '';
  return name === '/dev/null' ? undefined : name.replace(/^[ab]\//, '');
}
