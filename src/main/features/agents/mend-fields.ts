import type { Json, JsonObject } from '../../../contract/json.ts';
import { repairInput, type RepairedInput } from '../../orchestrator/checking/repair-input.ts';

type Schema = { [keyword: string]: unknown };
type Mended = { value: Json; repair?: string | undefined };

/** Mends what is wrong in the form of an input, by what is wanted. The result must still be checked. */
export function mendFields(schema: Schema, given: JsonObject): RepairedInput {
  const properties = schemasIn(schema);
  const repairs: string[] = [];
  const named: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    const known = properties[name] ? name : meantBy(name, properties, given);
    if (known !== name) repairs.push(`${name} was taken as ${known}`);
    const its = properties[known];
    const { value: mended, repair } = its ? mendValue(its, value) : { value };
    if (repair) repairs.push(`${known}: ${repair}`);
    named[known] = mended;
  }
  const rest = repairInput(schema, named);
  return { input: rest.input, repairs: [...repairs, ...rest.repairs] };
}

/** Written in another way: `filePath`, `File_Path`. Only where no other field could be meant. */
function meantBy(name: string, properties: Record<string, Schema>, given: JsonObject): string {
  const found = Object.keys(properties).filter((each) => bare(each) === bare(name) && given[each] === undefined);
  return found.length === 1 && found[0] !== undefined ? found[0] : name;
}

export function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function mendValue(schema: Schema, value: Json): Mended {
  const { type, enum: choices } = schema;
  if (Array.isArray(choices)) return inChoices(choices as Json[], value);
  if (type === 'string') return asText(value);
  if (typeof value === 'string') return fromText(type, value);
  if (Array.isArray(value) && value.length === 1 && (type === 'number' || type === 'integer' || type === 'boolean')) {
    return { value: value[0] ?? null, repair: 'a list of one was taken as that one' };
  }
  return { value };
}

function inChoices(choices: readonly Json[], value: Json): Mended {
  if (typeof value !== 'string' || choices.includes(value)) return { value };
  const texts = choices.filter((choice) => typeof choice === 'string');
  const meant = texts.filter((choice) => bare(choice) === bare(value));
  return meant.length === 1 && meant[0] !== undefined
    ? { value: meant[0], repair: `${value} was taken as ${meant[0]}` }
    : { value };
}

function asText(value: Json): Mended {
  if (typeof value === 'number') return { value: String(value), repair: 'a number was taken as a text' };
  const [only] = Array.isArray(value) && value.length === 1 ? value : [];
  return typeof only === 'string' ? { value: only, repair: 'a list of one was taken as that one' } : { value };
}

/** A list or an object that was written as a text once more; truth as Python writes it; a number with space around it. */
function fromText(type: unknown, value: string): Mended {
  const said = value.trim();
  if (type === 'boolean' && /^(true|false)$/i.test(said)) {
    return { value: said.toLowerCase() === 'true', repair: `the text "${value}" was taken as ${said.toLowerCase()}` };
  }
  if ((type === 'number' || type === 'integer') && said !== value) return { value: said };
  if (type !== 'array' && type !== 'object') return { value };
  const inside = parsed(said);
  const isWanted = type === 'array' ? Array.isArray(inside) : isObject(inside);
  return isWanted && inside !== undefined ? { value: inside, repair: 'a text was read as the JSON in it' } : { value };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function schemasIn({ properties }: Schema): Record<string, Schema> {
  return typeof properties === 'object' && properties !== null ? (properties as Record<string, Schema>) : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
