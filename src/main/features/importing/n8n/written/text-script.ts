import type { Json } from '../../../../../contract/json.ts';
import { compileExpression, compileTemplate } from '../../../../orchestrator/expressions/template.ts';
import { expressionScript, type FindPlace } from './expression-script.ts';
import { scriptObject, scriptText, scriptValue } from './script.ts';

/** A condition of Heron's as JavaScript. Errors: `Untranslated`. */
export function conditionScript(expression: string, find: FindPlace): string {
  const [only] = compileExpression(expression).expressions;
  return only ? expressionScript(only.syntax(), find) : 'undefined';
}

type Piece = { text: string } | { script: string };

function piecesOf(text: string, find: FindPlace): Piece[] {
  const { parts } = compileTemplate(text);
  return parts.map((part) =>
    typeof part === 'string' ? { text: part } : { script: expressionScript(part.syntax(), find) },
  );
}

/** A value as JavaScript, its expressions among it. Errors: `Untranslated`. */
export function templateScript(value: Json, find: FindPlace): string {
  if (typeof value === 'string') {
    if (!value.includes('{{')) return scriptText(value);
    const pieces = piecesOf(value, find);
    const [only] = pieces;
    if (pieces.length === 1 && only && 'script' in only) return only.script;
    return `[${pieces.map((piece) => ('text' in piece ? scriptText(piece.text) : piece.script)).join(', ')}].join("")`;
  }
  if (Array.isArray(value)) return `[${value.map((one) => templateScript(one, find)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return scriptObject(Object.entries(value).map(([name, inner]) => [name, templateScript(inner, find)]));
  return scriptValue(value);
}

/** What stands in a parameter of a node: as it is, or with `=` before it where something is worked out. Errors: `Untranslated`. */
export function parameterText(text: string, find: FindPlace): string {
  if (!text.includes('{{')) return fixedText(text);
  const pieces = piecesOf(text, find);
  return `=${pieces.map((piece) => ('text' in piece ? piece.text : `{{ ${piece.script} }}`)).join('')}`;
}

/** A text in which nothing is worked out. */
export const fixedText = (text: string): string => (text.startsWith('=') ? scripted(scriptText(text)) : text);

/** A parameter that is worked out. */
export const scripted = (script: string): string => `={{ ${script} }}`;
