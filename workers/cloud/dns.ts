import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readJson } from './ask.ts';
import { fieldsAt, type Fields, fieldsOf, listIn, textIn } from './fields.ts';
import type { ProviderId } from './list-input.ts';
import { type Account, type Listing, openAccount, readAll, withQuery } from './listing.ts';
import { azureValues } from './azure-records.ts';
import { type Element, elementsAt, readXml, textAt, textsAt } from './xml.ts';

type Zone = Actions['zones']['output']['zones'][number];
type DnsRecord = Actions['records']['output']['records'][number];

export const zones: ActionRun<Actions['zones']['input'], Actions['zones']['output']> = async (input, context) => {
  const account = await openAccount(input, context);
  const { items, more } = await readAll(zonesOf[input.provider], account, input.limit, context);
  return { provider: input.provider, zones: items, more };
};

export const records: ActionRun<Actions['records']['input'], Actions['records']['output']> = async (input, context) => {
  const account = await openAccount(input, context);
  const { items: known } = await readAll(zonesOf[input.provider], account, mostZones, context);
  const zone = zoneNamed(input.zone, known, account);
  const { items, more } = await readAll(recordsOf[input.provider](zone), account, input.limit, context);
  const { type } = input;
  return { zone: zone.name, records: type === undefined ? items : items.filter((each) => each.type === type), more };
};

const mostZones = 10_000;

/** Errors: `not-found`; `invalid-input` where two zones have the name, an inner and an outer one. */
function zoneNamed(wanted: string, known: Zone[], { input }: Account): Zone {
  const name = withoutDot(wanted.toLowerCase());
  const found = known.filter((zone) => zone.id === wanted || zone.name.toLowerCase() === name);
  const [zone, ...more] = found;
  if (!zone) return fail('not-found', `${input.provider} has no zone ${wanted}`, { field: 'zone' });
  if (more.length === 0) return zone;
  const ids = found.map(({ id, isPrivate }) => `${id}${isPrivate ? ' (private)' : ''}`);
  return fail('invalid-input', `${found.length} zones are called ${name}; say which: ${ids.join(', ')}`, {
    field: 'zone',
  });
}

const azureVersion = { 'api-version': '2018-05-01' };
const hostedZones = '/2013-04-01/hostedzone';
/** Route 53 is one for all regions, and signed for this one. */
const signedAs = { service: 'route53', region: 'us-east-1' };

const zonesOf: Record<ProviderId, Listing<Zone>> = {
  // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html
  aws: {
    ...{ signedAs, needs: [] },
    first: () => withQuery(hostedZones, { maxitems: '100' }),
    async read(text, url) {
      const root = await readXml(text, url);
      const items = elementsAt(root, 'HostedZones', 'HostedZone').map((each) => ({
        ...{ id: textAt(each, 'Id').replace('/hostedzone/', ''), name: withoutDot(plainName(textAt(each, 'Name'))) },
        ...{ isPrivate: textAt(each, 'Config', 'PrivateZone') === 'true' },
      }));
      const marker = textAt(root, 'NextMarker');
      return { items, next: marker === '' ? undefined : withQuery(hostedZones, { maxitems: '100', marker }) };
    },
  },
  // https://learn.microsoft.com/rest/api/dns/zones/list
  azure: {
    needs: ['account'],
    first: ({ account = '' }) =>
      withQuery(`/subscriptions/${encodeURIComponent(account)}/providers/Microsoft.Network/dnszones`, azureVersion),
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const items = listIn(answer['value'])
        .map(fieldsOf)
        .map((each) => ({
          ...{ id: textIn(each['id']), name: textIn(each['name']) },
          ...{ isPrivate: textIn(fieldsAt(each, 'properties')['zoneType']) === 'Private' },
        }));
      return { items, next: textIn(answer['nextLink']) || undefined };
    },
  },
  // https://cloud.google.com/dns/docs/reference/rest/v1/managedZones/list
  gcp: {
    needs: ['account'],
    first: ({ account = '' }) => `/dns/v1/projects/${encodeURIComponent(account)}/managedZones`,
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const items = listIn(answer['managedZones'])
        .map(fieldsOf)
        .map((each) => ({
          ...{ id: textIn(each['name']), name: withoutDot(textIn(each['dnsName'])) },
          ...{ isPrivate: textIn(each['visibility']) === 'private' },
        }));
      return { items, next: nextOfGoogle(answer, url) };
    },
  },
};

const recordsOf: Record<ProviderId, (zone: Zone) => Listing<DnsRecord>> = {
  // https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
  aws: ({ id }) => {
    const path = `${hostedZones}/${encodeURIComponent(id)}/rrset`;
    return {
      ...{ signedAs, needs: [] },
      first: () => withQuery(path, { maxitems: '300' }),
      async read(text, url) {
        const root = await readXml(text, url);
        const [name, type] = [textAt(root, 'NextRecordName'), textAt(root, 'NextRecordType')];
        const identifier = textAt(root, 'NextRecordIdentifier');
        return {
          items: elementsAt(root, 'ResourceRecordSets', 'ResourceRecordSet').map(recordSetOf),
          next: name === '' ? undefined : withQuery(path, { maxitems: '300', name, type, identifier }),
        };
      },
    };
  },
  // https://learn.microsoft.com/rest/api/dns/record-sets/list-by-dns-zone
  azure: ({ id, name }) => ({
    needs: [],
    first: () => withQuery(`${id}/recordsets`, azureVersion),
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const items = listIn(answer['value']).map((each) => azureRecordOf(fieldsOf(each), name));
      return { items, next: textIn(answer['nextLink']) || undefined };
    },
  }),
  // https://cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets/list
  gcp: ({ id }) => ({
    needs: ['account'],
    first: ({ account = '' }) =>
      `/dns/v1/projects/${encodeURIComponent(account)}/managedZones/${encodeURIComponent(id)}/rrsets`,
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const items = listIn(answer['rrsets'])
        .map(fieldsOf)
        .map((each) => ({
          ...{ name: withoutDot(textIn(each['name'])), type: textIn(each['type']) },
          ...secondsOf(each['ttl']),
          values: listIn(each['rrdatas']).map(textIn),
        }));
      return { items, next: nextOfGoogle(answer, url) };
    },
  }),
};

function recordSetOf(each: Element): DnsRecord {
  const alias = textAt(each, 'AliasTarget', 'DNSName');
  const values = textsAt(each, 'ResourceRecords', 'ResourceRecord', 'Value');
  return {
    ...{ name: withoutDot(plainName(textAt(each, 'Name'))), type: textAt(each, 'Type') },
    ...secondsOf(textAt(each, 'TTL')),
    values: alias === '' ? values : [`alias of ${withoutDot(alias)}`],
  };
}

function azureRecordOf(each: Fields, zone: string): DnsRecord {
  const properties = fieldsOf(each['properties']);
  const own = textIn(each['name']);
  const type = textIn(each['type']).split('/').at(-1) ?? '';
  return {
    ...{ name: withoutDot(textIn(properties['fqdn'])) || (own === '@' ? zone : `${own}.${zone}`), type },
    ...secondsOf(properties['TTL']),
    values: azureValues(type, properties),
  };
}

function secondsOf(value: unknown): { seconds?: number } {
  return textIn(value) === '' ? {} : { seconds: Number(value) };
}

function nextOfGoogle(answer: Fields, url: string): string | undefined {
  const token = textIn(answer['nextPageToken']);
  return token === '' ? undefined : withQuery(new URL(url).pathname, { pageToken: token });
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

/** Route 53 writes unusual characters as \ and three octal digits: \052 is *. */
function plainName(name: string): string {
  return name.replaceAll(/\\([0-7]{3})/g, (_whole, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
