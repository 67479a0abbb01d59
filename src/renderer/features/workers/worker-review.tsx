import type { Replaced, WorkerReview } from '../../../contract/installs.ts';
import type { WorkerSource } from '../../../contract/provenance.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ActionList } from './action-list.tsx';
import { DeclaredPermissions } from './declared-permissions.tsx';
import { DetailBlock } from './detail-block.tsx';
import { TriggerList } from './trigger-list.tsx';
import { plural, t } from '../../../words/words.ts';

/** All that a person should see of a worker before they say yes. */
export function WorkerReviewDetails({ review }: { review: WorkerReview }) {
  const { manifest, replaces } = review;
  return (
    <div className="space-y-5">
      <p className="text-sm">{manifest.description}</p>
      {replaces && <Additions {...replaces} />}
      {replaces && replaces.hash !== review.hash && (
        <DetailBlock title={t('Files that are others now')}>
          <FileChanges files={replaces.files} />
        </DetailBlock>
      )}
      <Origin review={review} />
      <DetailBlock title={t('Permissions it may ask for')}>
        <DeclaredPermissions permissions={manifest.permissions} />
      </DetailBlock>
      {manifest.hooks.length > 0 && (
        <DetailBlock title={t('Watches, once its hooks are switched on')}>
          <Texts texts={manifest.hooks} />
        </DetailBlock>
      )}
      {manifest.secrets.length > 0 && (
        <DetailBlock title={t('Secrets it wants')}>
          <Texts
            texts={manifest.secrets.map(({ name, hosts, reason }) =>
              t('{{name}}, for {{hosts}}: {{reason}}', { name, hosts: hosts.join(', '), reason }),
            )}
          />
        </DetailBlock>
      )}
      {manifest.ownSecrets && (
        <DetailBlock title={t('Secrets named after it')}>
          <Texts texts={[`${manifest.id}-…: ${manifest.ownSecrets.reason}`]} />
        </DetailBlock>
      )}
      {Object.keys(manifest.triggers).length > 0 && (
        <DetailBlock title={t('Can start workflows')}>
          <TriggerList triggers={manifest.triggers} />
        </DetailBlock>
      )}
      {Object.keys(manifest.actions).length > 0 && (
        <DetailBlock title={t('Actions')}>
          <ActionList actions={manifest.actions} />
        </DetailBlock>
      )}
    </div>
  );
}

function Origin({ review: { manifest, source, hash, files, bytes, signature, signedBy } }: { review: WorkerReview }) {
  const signed = {
    known: t('By {{name}}, whose key you know', { name: signedBy ?? '' }),
    unknown: t('By no key that you know'),
    none: t('No'),
  };
  return (
    <DescriptionList
      entries={[
        { name: t('Version'), value: manifest.version },
        { name: t('Tier'), value: manifest.tier },
        { name: t('From'), value: <SourceText source={source} /> },
        {
          name: t('Content'),
          value: plural(
            files,
            { one: '1 file, {{bytes}} bytes', other: '{{count}} files, {{bytes}} bytes' },
            { bytes },
          ),
        },
        { name: t('SHA-256'), value: <InlineCode>{hash}</InlineCode> },
        { name: t('Signed'), value: signed[signature] },
      ]}
    />
  );
}

export function SourceText({ source: { kind, location, commit } }: { source: WorkerSource }) {
  return (
    <>
      {kind === 'dropped' && t('A folder that was put there: ')}
      <InlineCode>{location}</InlineCode>
      {commit !== undefined && (
        <>
          {t('at')} <InlineCode>{commit}</InlineCode>
        </>
      )}
    </>
  );
}

function Additions({ version, adds }: Replaced) {
  if (adds.length === 0)
    return <Notice>{t('Takes the place of {{version}}, and asks for nothing besides.', { version })}</Notice>;
  return (
    <Notice tone="warning" title={t('Takes the place of {{version}}, and besides:', { version })}>
      <AddedList adds={adds} />
    </Notice>
  );
}

export function AddedList({ adds }: { adds: string[] }) {
  return (
    <ul aria-label={t('What is new')} className="mt-1 space-y-0.5 text-xs">
      {adds.map((what) => (
        <li key={what}>+ {what}</li>
      ))}
    </ul>
  );
}

/** By name, as far as Heron kept which there were. */
export function FileChanges({ files }: { files: Replaced['files'] }) {
  if (!files) return <p className="text-xs text-muted">{t('Which ones is not known: it was approved long ago.')}</p>;
  const { added, changed, removed, more } = files;
  const lines = [
    ...changed.map((path) => ({ path, what: t('changed') })),
    ...added.map((path) => ({ path, what: t('new') })),
    ...removed.map((path) => ({ path, what: t('gone') })),
  ];
  return (
    <ul aria-label={t('Changed files')} className="mt-1 space-y-0.5 text-xs">
      {lines.map(({ path, what }) => (
        <li key={path}>
          <InlineCode>{path}</InlineCode> {what}
        </li>
      ))}
      {more > 0 && <li>{plural(more, { one: 'and 1 more', other: 'and {{count}} more' })}</li>}
    </ul>
  );
}

function Texts({ texts }: { texts: string[] }) {
  return (
    <ul className="divide-y rounded-lg border text-sm">
      {texts.map((text) => (
        <li key={text} className="px-3 py-2">
          {text}
        </li>
      ))}
    </ul>
  );
}
