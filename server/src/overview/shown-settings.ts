import { type ConfigReading, type Setting, type SettingKey, settings } from '../config.ts';

/** A setting as people may see it. */
export interface ShownSetting {
  readonly name: string;
  /** null: not set, or a secret. */
  readonly value: string | null;
  readonly isSet: boolean;
  readonly secret: boolean;
  readonly origin: 'environment' | 'default';
  readonly default: string | null;
  readonly meaning: string;
}

/** What a process runs with. */
export interface SystemParts {
  readonly settings: readonly ShownSetting[];
  readonly embedded: boolean;
  readonly startedAt: Date;
  readonly retentionMonths: number;
  readonly historyMonths: number;
  readonly load: () => { readonly inFlight: number; readonly lanes: number; readonly unsettled: number };
}

/** Every setting with its value and where it came from; of secrets only whether they are set. */
export function shownSettings({ config, origins }: Pick<ConfigReading, 'config' | 'origins'>): ShownSetting[] {
  return (Object.entries(settings) as [SettingKey, Setting][]).map(([key, row]) => {
    const value = config[key];
    const secret = row.secret === true;
    return {
      name: row.name,
      value: value === undefined || secret ? null : key.endsWith('Ms') ? durationOf(Number(value)) : textOf(value),
      ...{ isSet: value !== undefined, secret, origin: origins[key] },
      ...{ default: row.default ?? null, meaning: row.meaning },
    };
  });
}

function textOf(value: string | number | boolean | readonly string[] | ReadonlyMap<string, string>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.join(',');
  if (typeof value !== 'object') return String(value);
  return textOf([...value].map((pair) => (typeof pair === 'string' ? pair : pair.join('='))));
}

/** As it is set: `90m`, `8h`, `7d`. */
function durationOf(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
  ] as const;
  const [size, letter] = units.find(([each]) => ms % each === 0) ?? ([60_000, 'm'] as const);
  return `${ms / size}${letter}`;
}
