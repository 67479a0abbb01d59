import { Builder, type BuilderOptions, parseStringPromise, type ParserOptions } from 'xml2js';
import { type Asked, type Call, type Fields, isFields, type Kind, NodeFailure, perItem, wordsOf } from './call.ts';

/** XML to fields, and fields to XML. */
export const xml: Kind = (call) => {
  const isToXml = call.text('mode', 0, 'xmlToJson') === 'jsonToxml';
  return perItem(call, async (item, index) => {
    const json = isToXml ? asXml(call, item, index) : await asFields(call, item, index);
    return { json, pairedItem: index };
  });
};

function asXml(call: Call, { json }: Asked, index: number): Fields {
  const builder = new Builder(call.parameter('options', index, {}) as BuilderOptions);
  return { [call.text('dataPropertyName', index, 'data')]: builder.buildObject(json) };
}

async function asFields(call: Call, { json }: Asked, index: number): Promise<Fields> {
  const name = call.text('dataPropertyName', index, 'data');
  if (json[name] === undefined) throw new NodeFailure(`Item has no JSON property called "${name}"`);
  const options = call.parameter('options', index, {}) as ParserOptions;
  const made: unknown = await parseStringPromise(wordsOf(json[name]), {
    mergeAttrs: true,
    explicitArray: false,
    ...options,
  });
  if (!isFields(made)) throw new NodeFailure('The XML has no root element');
  return made;
}
