import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { commonTexts } from '../../texts/common.ts';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';
import { useSystem } from './use-system.ts';

/** Every setting of the server with its value and where that comes from; secret ones only that they are set. */
export function ServerSettings() {
  const texts = useTexts(administrationTexts).settings;
  const { list } = useTexts(commonTexts);
  const { data, error } = useSystem();
  const [wanted, setWanted] = useState('');
  if (data === undefined) return error === null ? <PageSkeleton /> : <ProblemAlert error={error} />;
  const { settings, access } = data;
  const needle = wanted.trim().toLowerCase();
  const rows = settings.filter(({ name, meaning }) => `${name} ${meaning}`.toLowerCase().includes(needle));
  return (
    <>
      <section className="gw-section">
        <h2>{texts.allowed}</h2>
        <p>
          {access.allowedAddresses.length === 0 ? texts.everywhere : access.allowedAddresses.join(', ')}{' '}
          <span className="gw-dimmed">{texts.yours(access.yourAddress)}</span>
        </p>
      </section>
      <section className="gw-section">
        <h2>{texts.server}</h2>
        <p className="gw-dimmed">{texts.serverAbout}</p>
        <TextInput
          size="xs"
          w={260}
          mb="sm"
          type="search"
          aria-label={list.filter}
          placeholder={list.filterHere}
          leftSection={<Icon name="search" size={14} />}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <div className="gw-wide">
          <table className="gw-plain-table">
            <thead>
              <tr>
                <th scope="col">{texts.setting}</th>
                <th scope="col">{texts.value}</th>
                <th scope="col">{texts.origin}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((setting) => (
                <Row key={setting.name} setting={setting} />
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}

type Setting = NonNullable<ReturnType<typeof useSystem>['data']>['settings'][number];

function Row({ setting: { name, value, isSet, secret, origin, meaning } }: { readonly setting: Setting }) {
  const texts = useTexts(administrationTexts).settings;
  const shown = value ?? (secret && isSet ? texts.secretSet : texts.notSet);
  return (
    <tr>
      <th scope="row">
        <span className="gw-mono" title={meaning}>
          {name}
        </span>
      </th>
      <td className="gw-value">{value === null ? <span className="gw-dimmed">{shown}</span> : shown}</td>
      <td>{origin === 'environment' ? <strong>{texts.fromEnvironment}</strong> : texts.fromDefault}</td>
    </tr>
  );
}
