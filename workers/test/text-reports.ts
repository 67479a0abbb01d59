import { addFailure, noResults, type Place, placeIn, type Results } from './report.ts';

/** TAP 13 and 14; the tests of a subtest count, and not the line that sums them up. */
export function readTap(text: string): Results {
  const results = noResults();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const found = /^(\s*)(not )?ok\b(?:\s+\d+)?(?:\s+-)?\s*([^#]*?)\s*(?:#\s*(?:(skip|todo)\b)?.*)?$/i.exec(
      lines[at] ?? '',
    );
    if (!found) continue;
    const [, indent = '', bad, name = '', directive] = found;
    const details = detailsAfter(lines, at);
    if (/^\s*type: '?suite'?\s*$/m.test(details) || sumsUp(lines, at, indent)) continue;
    if (directive) results.skipped += 1;
    else if (!bad) results.passed += 1;
    else addFailure(results, { name, ...tapPlace(details), message: messageOf(name, details) });
  }
  return results;
}

/** Where it failed, as Vitest says it and in the stack; else where the test begins. */
function tapPlace(details: string): Place {
  const said = (name: string): Place | undefined => {
    const [, file, line] = new RegExp(`^\\s*${name}: ["']?(.+?):(\\d+)(?::\\d+)?["']?\\s*$`, 'm').exec(details) ?? [];
    return file === undefined ? undefined : { file, line: Number(line) };
  };
  const found = said('at') ?? placeIn(details);
  return found.file === null ? (said('location') ?? found) : found;
}

/** The YAML below a line, between `---` and `...`. */
function detailsAfter(lines: string[], at: number): string {
  const begin = lines[at + 1] ?? '';
  if (begin.trim() !== '---') return '';
  const indent = begin.slice(0, begin.indexOf('---'));
  const end = lines.indexOf(`${indent}...`, at);
  return end === -1 ? '' : lines.slice(at + 2, end).join('\n');
}

/** What Vitest and node say of an error, without the rest. */
function messageOf(name: string, details: string): string {
  const said = (field: string): string | undefined =>
    new RegExp(`^\\s*${field}: (["'])(.*)\\1\\s*$`, 'm').exec(details)?.[2];
  return said('message') ?? said('error') ?? (details === '' ? name : details);
}

/** A line that is less indented than the result before it sums its subtests up. */
function sumsUp(lines: string[], at: number, indent: string): boolean {
  const before = lines.slice(Math.max(0, at - 500), at).findLast((line) => /^\s*((not )?ok\b|1\.\.\d+)/.test(line));
  return before !== undefined && (/^\s*/.exec(before)?.[0].length ?? 0) > indent.length;
}

/** What `cargo test` says, for people. */
export function readCargo(text: string): Results {
  const results = noResults();
  const said = new Map<string, string>();
  for (const [, name = '', message = ''] of text.matchAll(
    /^---- (.+?) stdout ----\n([^]*?)(?=\n---- |\nfailures:\n|$(?![^]))/gm,
  )) {
    said.set(name, message);
  }
  for (const [, name = '', outcome] of text.matchAll(
    /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)\b/gm,
  )) {
    if (outcome === 'ok') results.passed += 1;
    else if (outcome === 'ignored') results.skipped += 1;
    else {
      const message = (said.get(name) ?? '').replace(/\nstack backtrace:[^]*/, '');
      const [, file = null, line] = /panicked at (?:'[^]*', )?([^\s:]+):(\d+):\d+/.exec(message) ?? [];
      addFailure(results, { name, file, line: line === undefined ? null : Number(line), message });
    }
  }
  const seconds = [...text.matchAll(/finished in ([\d.]+)s/g)].reduce((sum, [, each]) => sum + Number(each), 0);
  return { ...results, durationMs: Math.round(seconds * 1000) };
}

type GoEvent = { Action?: string; Package?: string; Test?: string; Output?: string; Elapsed?: number };

/** The lines of `go test -json`. */
export function readGo(text: string): Results {
  const results = noResults();
  const said = new Map<string, string>();
  let seconds = 0;
  const failedIn = new Set<string>();
  for (const event of text.split('\n').flatMap(goEvent)) {
    const { Action: action, Package: pack = '', Test: name, Output: output = '', Elapsed: elapsed = 0 } = event;
    const key = `${pack} ${name ?? ''}`;
    if (action === 'output') said.set(key, `${said.get(key) ?? ''}${output}`);
    if (name === undefined && (action === 'pass' || action === 'fail')) seconds += elapsed;
    if (action === 'skip' && name !== undefined) results.skipped += 1;
    if (action === 'pass' && name !== undefined) results.passed += 1;
    if (action !== 'fail' || (name === undefined && failedIn.has(pack))) continue;
    failedIn.add(pack);
    const message = said.get(key) ?? '';
    addFailure(results, { name: name ?? `${pack} could not be tested`, ...placeIn(message), message });
  }
  return { ...results, durationMs: Math.round(seconds * 1000) };
}

function goEvent(line: string): GoEvent[] {
  try {
    return line.startsWith('{') ? [JSON.parse(line) as GoEvent] : [];
  } catch {
    return [];
  }
}
