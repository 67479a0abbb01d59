import type { Message } from './lint-reports.ts';

type Diagnostic = {
  message?: string;
  level?: string;
  code?: { code?: string } | null;
  spans?: { file_name: string; line_start: number; column_start: number; is_primary: boolean }[];
};
type CargoLine = { reason?: string; success?: boolean; message?: Diagnostic };

/** Lines of JSON; what else is printed between them is passed over. */
function jsonLines(output: string): CargoLine[] {
  return output.split('\n').flatMap((line) => {
    try {
      return line.startsWith('{') ? [JSON.parse(line) as CargoLine] : [];
    } catch {
      return [];
    }
  });
}

/** A build that ended and found nothing to say is a report only where it succeeded. */
export function readClippy(output: string): Message[] | undefined {
  const lines = jsonLines(output);
  const end = lines.find(({ reason }) => reason === 'build-finished');
  const messages = lines.flatMap(({ message = {} }) => {
    const place = message.spans?.find((span) => span.is_primary);
    const { level, code } = message;
    if (!place || (level !== 'error' && level !== 'warning')) return [];
    return {
      ...{ file: place.file_name, line: place.line_start, column: place.column_start, message: message.message ?? '' },
      ...(code?.code === undefined ? {} : { rule: code.code }),
      severity: level,
    } as const;
  });
  return end && (end.success || messages.length > 0) ? unlikeEachOther(messages) : undefined;
}

/** The code of each target is checked by itself, so a file of several is told of more than once. */
function unlikeEachOther(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((each) => [JSON.stringify(each), each])).values()];
}

type VetFinding = { posn?: string; message?: string };

/** An object for each package, between lines that name it, and lines of what cannot be built. */
export function readVet(output: string, code: number | null): Message[] | undefined {
  const found: Message[] = [];
  for (const [block] of output.matchAll(/^\{$[^]*?^\}$/gm)) {
    const packages = JSON.parse(block) as Record<string, Record<string, VetFinding[]>>;
    for (const [rule, findings] of Object.values(packages).flatMap((each) => Object.entries(each))) {
      // What is no list says that the analysis itself failed.
      if (!Array.isArray(findings)) continue;
      for (const { posn = '', message = '' } of findings) {
        const [, file = posn, line = 0, column = 0] = /^(.+?):(\d+):(\d+)$/.exec(posn) ?? [];
        found.push({ file, line: Number(line), column: Number(column), message, rule, severity: 'warning' });
      }
    }
  }
  for (const { groups = {} } of output.matchAll(
    /^(?:vet: )?(?<file>\S+?\.go):(?<line>\d+):(?<column>\d+): (?<message>.*)$/gm,
  )) {
    found.push({ ...placeOf(groups), severity: 'error' });
  }
  return code === 0 || found.length > 0 ? found : undefined;
}

export function readGolangci(output: string, code: number | null): Message[] | undefined {
  const found = [
    ...output.matchAll(/^(?<file>\S+?\.go):(?<line>\d+)(?::(?<column>\d+))?: (?<message>.*) \((?<rule>[\w-]+)\)$/gm),
  ].map(({ groups = {} }): Message => ({
    ...placeOf(groups),
    severity: groups['rule'] === 'typecheck' ? 'error' : 'warning',
  }));
  return code === 0 || found.length > 0 ? found : undefined;
}

export function readClangTidy(output: string, code: number | null): Message[] | undefined {
  const found = [
    ...output.matchAll(
      /^(?<file>.+?):(?<line>\d+):(?<column>\d+): (?<severity>error|warning): (?<message>.*?)(?: \[(?<rule>[^\]]+)\])?$/gm,
    ),
  ].map(({ groups = {} }): Message => ({
    ...placeOf(groups),
    severity: groups['severity'] === 'error' ? 'error' : 'warning',
  }));
  return code === 0 || found.length > 0 ? unlikeEachOther(found) : undefined;
}

function placeOf(groups: Record<string, string | undefined>): Omit<Message, 'severity'> {
  const { file = '', line, column, message = '', rule } = groups;
  return {
    ...{ file, line: Number(line ?? 0), column: Number(column ?? 0), message },
    ...(rule === undefined ? {} : { rule }),
  };
}
