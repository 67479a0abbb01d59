import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language';
import { tags } from '@lezer/highlight';

type State = {
  /** Between `{{` and `}}`; an expression by itself always is. */
  isInside: boolean;
  /** Braces that are open inside. */
  depth: number;
  /** What ends the string or comment that is open. */
  until: string | undefined;
};

const words = new Set(['and', 'or', 'in', 'function']);
const atoms = new Set(['true', 'false', 'null']);

/** A text with expressions of JSONata in `{{ }}`. */
export const templateLanguage = StreamLanguage.define(mode(true));
/** One such expression by itself. */
export const expressionLanguage = StreamLanguage.define(mode(false));

function mode(isTemplate: boolean): StreamParser<State> {
  return {
    name: isTemplate ? 'template' : 'expression',
    startState: () => ({ isInside: !isTemplate, depth: 0, until: undefined }),
    token: (stream, state) => (state.isInside ? insideToken(stream, state, isTemplate) : outsideToken(stream, state)),
    languageData: { closeBrackets: { brackets: ['(', '[', '{'] } },
    tokenTable: { call: tags.function(tags.variableName) },
  };
}

function outsideToken(stream: StringStream, state: State): string | null {
  if (stream.match('{{')) {
    Object.assign(state, { isInside: true, depth: 0, until: undefined });
    return 'brace';
  }
  if (!stream.skipTo('{{')) stream.skipToEnd();
  return null;
}

function insideToken(stream: StringStream, state: State, isTemplate: boolean): string | null {
  if (state.until !== undefined) return openToken(stream, state);
  if (stream.eatSpace()) return null;
  if (isTemplate && state.depth === 0 && stream.match('}}')) {
    state.isInside = false;
    return 'brace';
  }
  const begins = stream.match(/^(\/\*|["'`])/) as RegExpMatchArray | null;
  if (begins) {
    state.until = begins[0] === '/*' ? '*/' : begins[0];
    return openToken(stream, state);
  }
  if (stream.match(/^\d+(\.\d+)?([eE][+-]?\d+)?/)) return 'number';
  if (stream.match(/^\$\w*/)) return stream.match(/^\s*\(/, false) ? 'call' : 'variableName.special';
  const name = stream.match(/^[A-Za-z_]\w*/) as RegExpMatchArray | null;
  if (name) return nameToken(name[0], stream);
  const next = stream.next();
  if (next === '{') state.depth += 1;
  if (next === '}') state.depth -= 1;
  return next !== undefined && '{}[]().,;:?'.includes(next) ? 'punctuation' : 'operator';
}

/** The rest of what is open, or of the line. */
function openToken(stream: StringStream, state: State): string {
  const { until = '' } = state;
  const kind = until === '*/' ? 'comment' : until === '`' ? 'propertyName' : 'string';
  while (!stream.eol()) {
    if (stream.match(until)) {
      state.until = undefined;
      return kind;
    }
    if (stream.next() === '\\' && kind === 'string') stream.next();
  }
  return kind;
}

function nameToken(name: string, stream: StringStream): string {
  if (atoms.has(name)) return 'atom';
  const before = stream.string.charAt(stream.start - 1);
  return words.has(name) && before !== '.' ? 'keyword' : 'propertyName';
}
