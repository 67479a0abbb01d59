import { type Fields, fieldsAt, fieldsOf, listIn, textIn } from './fields.ts';

/** Where the values of a type stand in a record set of Azure, and of which fields each is made, in their order. */
const shapes: Readonly<Record<string, { list: string; fields: readonly string[] }>> = {
  A: { list: 'arecords', fields: ['ipv4Address'] },
  AAAA: { list: 'aaaarecords', fields: ['ipv6Address'] },
  CAA: { list: 'caarecords', fields: ['flags', 'tag', 'value'] },
  MX: { list: 'mxrecords', fields: ['preference', 'exchange'] },
  NS: { list: 'nsrecords', fields: ['nsdname'] },
  PTR: { list: 'ptrrecords', fields: ['ptrdname'] },
  SRV: { list: 'srvrecords', fields: ['priority', 'weight', 'port', 'target'] },
};
const startOfAuthority = ['host', 'email', 'serialNumber', 'refreshTime', 'retryTime', 'expireTime', 'minimumTTL'];

/** The values of a record set, each as a zone file writes it. */
export function azureValues(type: string, given: Fields): string[] {
  // Some of these names begin with capitals and some do not, by version.
  const properties = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const target = textIn(fieldsAt(properties, 'targetresource')['id']);
  if (target !== '') return [`alias of ${target}`];
  if (type === 'CNAME') return [textIn(fieldsAt(properties, 'cnamerecord')['cname'])];
  if (type === 'SOA') return [joined(fieldsAt(properties, 'soarecord'), startOfAuthority)];
  if (type === 'TXT')
    return listIn(properties['txtrecords']).map((each) => listIn(fieldsOf(each)['value']).map(textIn).join(''));
  const shape = shapes[type];
  return shape ? listIn(properties[shape.list]).map((each) => joined(fieldsOf(each), shape.fields)) : [];
}

function joined(from: Fields, names: readonly string[]): string {
  return names.map((name) => textIn(from[name])).join(' ');
}
