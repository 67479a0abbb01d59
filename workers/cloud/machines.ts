import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { readJson } from './ask.ts';
import { fieldsAt, fieldsOf, listIn, saidOnly, textIn } from './fields.ts';
import type { ProviderId } from './list-input.ts';
import { type Listing, openAccount, readAll, withQuery } from './listing.ts';
import { type Element, elementsAt, readXml, textAt } from './xml.ts';

type Output = Actions['machines']['output'];
type Machine = Output['machines'][number];

export const machines: ActionRun<Actions['machines']['input'], Output> = async (input, context) => {
  const account = await openAccount(input, context);
  const { items, more } = await readAll(machinesOf[input.provider], account, input.limit, context);
  return { provider: input.provider, machines: items, more };
};

const azureVersion = '2024-07-01';

const machinesOf: Record<ProviderId, Listing<Machine>> = {
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
  aws: {
    signedAs: { service: 'ec2' },
    needs: ['region'],
    first: () => withQuery('/', instancesQuery),
    async read(text, url) {
      const root = await readXml(text, url);
      const token = textAt(root, 'nextToken');
      return {
        items: elementsAt(root, 'reservationSet', 'item', 'instancesSet', 'item').map(instanceOf),
        next: token === '' ? undefined : withQuery('/', { ...instancesQuery, NextToken: token }),
      };
    },
  },
  // https://learn.microsoft.com/rest/api/compute/virtual-machines/list-all
  azure: {
    needs: ['account'],
    first: ({ account = '' }) =>
      withQuery(`/subscriptions/${encodeURIComponent(account)}/providers/Microsoft.Compute/virtualMachines`, {
        ...{ 'api-version': azureVersion, $expand: 'instanceView' },
      }),
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const items = listIn(answer['value']).map((each) => virtualMachineOf(fieldsOf(each)));
      return { items, next: textIn(answer['nextLink']) || undefined };
    },
  },
  // https://cloud.google.com/compute/docs/reference/rest/v1/instances/aggregatedList
  gcp: {
    needs: ['account'],
    first: ({ account = '' }) => `/compute/v1/projects/${encodeURIComponent(account)}/aggregated/instances`,
    async read(text, url) {
      const answer = fieldsOf(readJson(text, url));
      const zones = Object.values(fieldsOf(answer['items']));
      const items = zones.flatMap((zone) =>
        listIn(fieldsOf(zone)['instances']).map((each) => engineOf(fieldsOf(each))),
      );
      const token = textIn(answer['nextPageToken']);
      return { items, next: token === '' ? undefined : withQuery(new URL(url).pathname, { pageToken: token }) };
    },
  },
};

const instancesQuery = { Action: 'DescribeInstances', Version: '2016-11-15', MaxResults: '1000' };

function instanceOf(each: Element): Machine {
  const id = textAt(each, 'instanceId');
  const name = elementsAt(each, 'tagSet', 'item').find((tag) => textAt(tag, 'key') === 'Name');
  return {
    ...{ id, name: textAt(name, 'value') || id, state: textAt(each, 'instanceState', 'name') },
    ...{ size: textAt(each, 'instanceType'), place: textAt(each, 'placement', 'availabilityZone') },
    ...saidOnly({
      privateAddress: textAt(each, 'privateIpAddress'),
      publicAddress: textAt(each, 'ipAddress'),
      startedAt: textAt(each, 'launchTime'),
    }),
  };
}

function virtualMachineOf(each: Readonly<Record<string, unknown>>): Machine {
  const properties = fieldsOf(each['properties']);
  const codes = listIn(fieldsAt(properties, 'instanceView')['statuses']).map((status) => {
    return textIn(fieldsOf(status)['code']);
  });
  const power = codes.find((code) => code.startsWith('PowerState/'));
  return {
    ...{ id: textIn(properties['vmId']) || textIn(each['id']), name: textIn(each['name']) },
    ...{ state: power?.split('/')[1] ?? (textIn(properties['provisioningState']).toLowerCase() || 'unknown') },
    ...{ size: textIn(fieldsAt(properties, 'hardwareProfile')['vmSize']), place: textIn(each['location']) },
    ...saidOnly({ startedAt: textIn(properties['timeCreated']) }),
  };
}

function engineOf(each: Readonly<Record<string, unknown>>): Machine {
  const cards = listIn(each['networkInterfaces']).map(fieldsOf);
  const outside = cards.flatMap((card) =>
    listIn(card['accessConfigs']).map((access) => textIn(fieldsOf(access)['natIP'])),
  );
  return {
    ...{ id: textIn(each['id']), name: textIn(each['name']), state: textIn(each['status']).toLowerCase() },
    ...{ size: lastPart(each['machineType']), place: lastPart(each['zone']) },
    ...saidOnly({
      privateAddress: textIn(cards[0]?.['networkIP']),
      publicAddress: outside.find((address) => address !== '') ?? '',
      startedAt: textIn(each['lastStartTimestamp']) || textIn(each['creationTimestamp']),
    }),
  };
}

/** Google names a kind or a zone by its whole address. */
function lastPart(value: unknown): string {
  return textIn(value).split('/').at(-1) ?? '';
}
