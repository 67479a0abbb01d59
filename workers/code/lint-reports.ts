/** Lines and columns from 1; 0 where a program does not say. */
export type Message = {
  file: string;
  line: number;
  column: number;
  message: string;
  rule?: string;
  severity: 'error' | 'warning';
};

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberOf = (value: unknown): number => (typeof value === 'number' && value >= 0 ? Math.trunc(value) : 0);
const ruleOf = (value: unknown): { rule?: string } => (typeof value === 'string' ? { rule: value } : {});

/** The JSON that a program printed, whatever it said around it. */
function parsed(output: string, open: '{' | '['): unknown {
  const from = output.indexOf(open);
  const to = output.lastIndexOf(open === '{' ? '}' : ']');
  if (from === -1 || to < from) return undefined;
  try {
    return JSON.parse(output.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

export function readEslint(output: string): Message[] | undefined {
  const files = parsed(output, '[');
  if (!Array.isArray(files)) return undefined;
  return listOf(files).flatMap(({ filePath, messages }) =>
    listOf(messages).map(({ line, column, message, ruleId, severity }) => ({
      ...{ file: textOf(filePath), line: numberOf(line), column: numberOf(column), message: textOf(message) },
      ...ruleOf(ruleId),
      severity: severity === 1 ? ('warning' as const) : ('error' as const),
    })),
  );
}

export function readOxlint(output: string): Message[] | undefined {
  const { diagnostics } = fieldsOf(parsed(output, '{'));
  if (!Array.isArray(diagnostics)) return undefined;
  return listOf(diagnostics).map(({ filename, labels, message, code, severity }) => {
    const { line, column } = fieldsOf(listOf(labels)[0]?.['span']);
    return {
      ...{ file: textOf(filename), line: numberOf(line), column: numberOf(column), message: textOf(message) },
      ...ruleOf(code),
      severity: severity === 'error' ? 'error' : 'warning',
    };
  });
}

export function readBiome(output: string): Message[] | undefined {
  const { diagnostics } = fieldsOf(parsed(output, '{'));
  if (!Array.isArray(diagnostics)) return undefined;
  return listOf(diagnostics).map(({ location, message, category, severity }) => {
    const { path, start } = fieldsOf(location);
    const { line, column } = fieldsOf(start);
    return {
      ...{ file: textOf(path), line: numberOf(line), column: numberOf(column), message: textOf(message) },
      ...ruleOf(category),
      severity: severity === 'error' || severity === 'fatal' ? 'error' : 'warning',
    };
  });
}

export function readRuff(output: string): Message[] | undefined {
  const found = parsed(output, '[');
  if (!Array.isArray(found)) return undefined;
  return listOf(found).map(({ filename, location, message, code }) => {
    const { row, column } = fieldsOf(location);
    return {
      ...{ file: textOf(filename), line: numberOf(row), column: numberOf(column), message: textOf(message) },
      ...ruleOf(code),
      severity: 'error',
    };
  });
}

const places = [
  /^\[error\] (?<file>.+?): (?<message>.*) \((?<line>\d+):(?<column>\d+)\)$/,
  /^::error .*?file=(?<file>[^,]+),line=(?<line>\d+),.*?col=(?<column>\d+).*?::(?<message>.*)$/,
  /^error: Failed to parse (?<file>.+?):(?<line>\d+):(?<column>\d+): (?<message>.*)$/,
  /^error: cannot format (?<file>.+?): (?<message>.*?)(?: for target version .*?)?: (?<line>\d+):(?<column>\d+)/,
  /^\s*,-+\[(?<file>.+?):(?<line>\d+):(?<column>\d+)\]$/,
  /^\s*--> (?<file>.+?):(?<line>\d+):(?<column>\d+)$/,
  /^(?<file>[^\s:][^:]*):(?<line>\d+):(?<column>\d+): (?<message>.*)$/,
];

/** What formatters say of code that they cannot read, each in its own way. */
export function readProblems(output: string): Message[] {
  const found: Message[] = [];
  let heading = '';
  for (const line of output.split('\n')) {
    heading = /^\s*(?:[x×]|error(?:\[\w+\])?:) (.*)$/.exec(line)?.[1] ?? heading;
    const groups = places.map((place) => place.exec(line)?.groups).find((each) => each !== undefined);
    if (!groups) continue;
    const { file = '', message = heading } = groups;
    const at = { line: Number(groups['line']), column: Number(groups['column']) };
    found.push({ file, ...at, message, severity: 'error' });
  }
  return found;
}
