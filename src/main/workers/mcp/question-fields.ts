import { type Json, JsonObject } from '../../../contract/json.ts';
import type { McpQuestionField } from '../../../contract/mcp-questions.ts';
import { HeronError } from '../../base/errors.ts';
import { compileInputSchema } from '../registry/action-schema.ts';
import { describeIssues } from '../registry/schema-issue.ts';
import { plainWords } from './tool-definition.ts';
import { toInputSchema } from './tool-schema.ts';

const mostFields = 30;
const mostChoices = 200;

/** What is asked for, as a person is shown it. Errors: `invalid-input` for what no form can show. */
export function questionFields(schema: JsonObject): McpQuestionField[] {
  const properties = Object.entries(isRecord(schema['properties']) ? schema['properties'] : {});
  if (properties.length > mostFields)
    throw new HeronError('invalid-input', `It asks for more than ${mostFields} fields`);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return properties.map(([name, given]) => {
    const field = isRecord(given) ? given : {};
    const choices = choicesOf(field);
    return {
      name,
      title: words(field['title'], 100) || plainWords(name, 100),
      description: words(field['description'], 400),
      kind: kindOf(name, field, choices),
      ...(choices ? { choices } : {}),
      ...(field['default'] === undefined ? {} : { default: field['default'] }),
      isNeeded: required.includes(name),
    };
  });
}

/** What goes to the server: defaults where nothing was said, and nothing it did not ask for. Errors: `invalid-input`. */
export function checkedContent(schema: JsonObject, content: JsonObject): JsonObject {
  const fields = questionFields(schema);
  const defaults = fields.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value] as const]));
  const filled = JsonObject.parse({ ...Object.fromEntries(defaults), ...content });
  const check = compileInputSchema(toInputSchema(schema));
  const issues = typeof check === 'function' ? check(filled) : check;
  if (issues.length > 0) throw new HeronError('invalid-input', `content.${describeIssues(issues)}`);
  return filled;
}

type Choices = NonNullable<McpQuestionField['choices']>;

function kindOf(name: string, field: JsonObject, choices: Choices | undefined): McpQuestionField['kind'] {
  const { type } = field;
  if (choices) return type === 'array' ? 'choices' : 'choice';
  if (type === 'number' || type === 'integer' || type === 'boolean') return type;
  if (type === 'string') return 'text';
  throw new HeronError('invalid-input', `The field ${plainWords(name, 100)} is of a kind that no form can show`);
}

/** The ways in which the protocol has written choices: `enum`, with and without names, and constants with titles. */
function choicesOf(field: JsonObject): Choices | undefined {
  const items = isRecord(field['items']) ? field['items'] : undefined;
  const from = items ?? field;
  const titled = [from['oneOf'], from['anyOf']].find(Array.isArray);
  if (titled) {
    return titled
      .filter(isRecord)
      .slice(0, mostChoices)
      .map((one) => choice(one['const'], one['title']));
  }
  const values = from['enum'];
  if (!Array.isArray(values)) return undefined;
  const names = Array.isArray(from['enumNames']) ? from['enumNames'] : [];
  return values.slice(0, mostChoices).map((value, index) => choice(value, names[index]));
}

function choice(value: Json | undefined, title: Json | undefined): Choices[number] {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  return { value: text, title: words(title, 200) || plainWords(text, 200) };
}

function words(text: Json | undefined, most: number): string {
  return typeof text === 'string' ? plainWords(text, most) : '';
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
