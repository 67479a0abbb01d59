import { HeronError } from '../../base/errors.ts';

export type Quoting = 'postgresql' | 'mysql';

const readers = new Set(['select', 'with', 'values', 'table', 'show', 'explain', 'describe', 'desc']);

/** What a statement says besides its texts, names in quotes and comments, which become a space. Errors: `invalid-input`. */
export function bareWords(sql: string, quoting: Quoting): string {
  let bare = '';
  for (let at = 0; at < sql.length;) {
    const end = behindQuoted(sql, at, quoting);
    bare += end === at ? sql[at] : ' ';
    at = end === at ? at + 1 : end;
  }
  return bare;
}

/** Behind what begins here and means nothing to us, or the same place. */
function behindQuoted(sql: string, at: number, quoting: Quoting): number {
  const one = sql[at] ?? '';
  const isMysql = quoting === 'mysql';
  if (one === "'" || one === '"' || (one === '`' && isMysql)) {
    const isEscaping = one !== '`' && (isMysql || /(?:^|[^\w$])[eE]$/.test(sql.slice(0, at)));
    return behindQuote(sql, at, one, isEscaping);
  }
  if (sql.startsWith('--', at) && (!isMysql || /^--(?:\s|$)/.test(sql.slice(at, at + 3)))) return lineEnd(sql, at);
  if (one === '#' && isMysql) return lineEnd(sql, at);
  if (sql.startsWith('/*', at)) return behindComment(sql, at, quoting);
  if (one === '$' && !isMysql) {
    const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(sql.slice(at, at + 80))?.[0];
    if (tag === undefined || /[\w$]$/.test(sql.slice(0, at))) return at;
    const end = sql.indexOf(tag, at + tag.length);
    return end === -1 ? unfinished() : end + tag.length;
  }
  return at;
}

function behindQuote(sql: string, from: number, quote: string, isEscaping: boolean): number {
  for (let at = from + 1; at < sql.length; at += 1) {
    if (sql[at] === '\\' && isEscaping) at += 1;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return unfinished();
}

/** PostgreSQL's comments stand in each other; MySQL runs what stands in some of its own. */
function behindComment(sql: string, from: number, quoting: Quoting): number {
  if (quoting === 'mysql' && /^\/\*M?!/.test(sql.slice(from, from + 4)))
    throw refusal('A comment that MySQL would run is not taken');
  let depth = 0;
  for (let at = from; at < sql.length; at += 1) {
    if (quoting === 'postgresql' && sql.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (sql.startsWith('*/', at) && at > from + 1) {
      depth -= 1;
      at += 1;
      if (depth <= 0) return at + 1;
    }
  }
  return unfinished();
}

function lineEnd(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end === -1 ? sql.length : end;
}

function unfinished(): never {
  throw refusal('The statement has a quote or a comment that is never closed');
}

function refusal(message: string): HeronError {
  return new HeronError('invalid-input', message, { field: 'sql' });
}

/** One statement, and none that says it changes something; the server's read-only transaction refuses what gets past. */
export function refuseChange(sql: string, quoting: Quoting): void {
  const bare = bareWords(sql, quoting);
  refuseSeveral(bare);
  const first = /^[\s(]*([A-Za-z]+)/.exec(bare)?.[1]?.toLowerCase() ?? '';
  if (!readers.has(first) || /\binto\s+(?:outfile|dumpfile)\b/i.test(bare))
    throw refusal(
      'This would change something or give no rows; what changes a server is another action (database.write)',
    );
}

export function refuseSeveral(bare: string): void {
  if (/;\s*\S/.test(bare)) throw refusal('There are several statements; give one');
  if (bare.trim() === '') throw refusal('There is no statement');
}
