import { expect, test } from 'vitest';
import { isActionTask } from '../../../../contract/plan-task.ts';
import { bundledCatalogue } from '../fixtures/bundled-catalogue.ts';
import { planSentence } from '../fixtures/plan-sentence.ts';

const catalogue = bundledCatalogue();
const present = ['site', 'infra', 'photo.jpg', 'plan.json', 'heron.tfplan'].map((name) => `/base/${name}`);

async function stepOf(text: string) {
  const { plan } = await planSentence(text, { catalogue, present });
  const [task, ...more] = (plan?.tasks ?? []).filter(isActionTask);
  expect(more).toEqual([]);
  return task;
}

test.each<[string, string, object]>([
  ['list my s3 buckets', 'buckets', { endpoint: 'https://s3.us-east-1.amazonaws.com', secret: 'cloud-aws' }],
  ['show me the objects in the bucket photos/2026/', 'list', { place: 'photos/2026/' }],
  ['what is in the s3 bucket photos', 'list', { place: 'photos' }],
  [
    'list the objects in the bucket photos at the storage https://minio.example.org:9000',
    'list',
    { place: 'photos', endpoint: 'https://minio.example.org:9000' },
  ],
  [
    'download the s3 object s3://photos/a.jpg to b.jpg',
    'get',
    { place: 's3://photos/a.jpg', path: '/base/b.jpg', overwrite: false },
  ],
  [
    'upload the file photo.jpg to the bucket s3://photos/2026/',
    'put',
    { path: '/base/photo.jpg', place: 's3://photos/2026/', overwrite: false },
  ],
  ['copy the s3 object s3://photos/a.jpg to s3://backup/a.jpg', 'copy', { to: 's3://backup/a.jpg' }],
  ['delete the s3 object s3://photos/a.jpg', 'remove', { place: 's3://photos/a.jpg', everything: false }],
  ['empty the bucket photos', 'remove', { place: 'photos', everything: true }],
  ['make a download link for the s3 object s3://photos/a.jpg for 30 minutes', 'link', { minutes: 30, method: 'GET' }],
  [
    'list my ec2 instances in the region eu-central-1',
    'machines',
    { provider: 'aws', endpoint: 'https://ec2.eu-central-1.amazonaws.com' },
  ],
  [
    'list the azure vms of the subscription sub-1',
    'machines',
    { provider: 'azure', account: 'sub-1', endpoint: 'https://management.azure.com', secret: 'cloud-azure' },
  ],
  ['list the route 53 zones', 'zones', { provider: 'aws', endpoint: 'https://route53.amazonaws.com' }],
  [
    'list the google cloud dns records of example.org in the project shop-1',
    'records',
    { provider: 'gcp', zone: 'example.org', account: 'shop-1', endpoint: 'https://dns.googleapis.com' },
  ],
  ['list the MX records of the route 53 zone example.org', 'records', { zone: 'example.org', type: 'MX' }],
  ['make a terraform plan for infra', 'plan', { folder: '/base/infra', out: '/base/infra/heron.tfplan' }],
  ['show me the terraform plan plan.json', 'showPlan', { path: '/base/plan.json', folder: '/base' }],
  ['apply the terraform plan heron.tfplan', 'apply', { path: '/base/heron.tfplan', program: 'terraform' }],
])('%s → cloud.%s', async (text, action, input) => {
  expect(await stepOf(text)).toMatchObject({ action: `cloud.${action}`, input });
});

test.each([
  ['list the files in site', 'files.list'],
  ['copy photo.jpg to site', 'files.copy'],
  ['list containers', 'docker.ps'],
])('what was meant before is still: %s → %s', async (text, action) => {
  expect(await stepOf(text)).toMatchObject({ action });
});
