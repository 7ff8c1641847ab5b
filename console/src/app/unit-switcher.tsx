import { NativeSelect } from '@mantine/core';
import { useLocation } from 'wouter';
import { useApi, useMe } from '../api/session.ts';
import { useTexts } from '../texts/language.ts';
import { appTexts } from './texts.ts';

/** Which business unit is shown; a choice only for those who see several. */
export function UnitSwitcher() {
  const { units } = useMe();
  const { unit } = useApi();
  const [, navigate] = useLocation();
  const texts = useTexts(appTexts);
  const name = units.find(({ id }) => id === unit)?.name ?? '';
  return (
    <div className="gw-unit">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="var(--gw-accent)" />
        <path d="M6 22h6l8-12h6" fill="none" stroke="var(--gw-sunken)" strokeWidth="3" strokeLinecap="round" />
      </svg>
      {units.length < 2 ? (
        <span className="gw-cut">{name}</span>
      ) : (
        <NativeSelect
          aria-label={texts.unit}
          variant="unstyled"
          value={String(unit)}
          data={units.map((each) => ({ value: String(each.id), label: each.name }))}
          onChange={({ currentTarget: { value } }) => navigate(`~/${value}/`)}
        />
      )}
    </div>
  );
}
