import { dump, load } from 'js-yaml';
import { eachMessage, isOn, type Kind, textOf } from '../node.ts';
import { getOrNothing, setProperty } from '../property.ts';

/** JSON: a text becomes what it says, and anything else its text; or only one of both. */
export const json: Kind = eachMessage((message, { node }) => {
  const property = textOf(node, 'property', 'payload');
  const action = textOf(node, 'action');
  const value = getOrNothing(message, property, message);
  if (value === undefined) return message;
  if (typeof value === 'string') {
    if (action === 'str') return message;
    setProperty(message, property, JSON.parse(value), message);
  } else if (['object', 'number', 'boolean'].includes(typeof value)) {
    if (action === 'obj') return message;
    setProperty(message, property, JSON.stringify(value, null, isOn(node, 'pretty') ? 4 : 0), message);
  }
  return message;
});

/** YAML: a text becomes what it says, and an object its text. */
export const yaml: Kind = eachMessage((message, { node, show }) => {
  const property = textOf(node, 'property', 'payload');
  const value = getOrNothing(message, property, message);
  if (value === undefined) return message;
  if (typeof value === 'string') setProperty(message, property, load(value), message);
  else if (typeof value === 'object' && value !== null) setProperty(message, property, dump(value), message);
  else return show('it is neither a text nor an object');
  return message;
});
