import { MultiSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { useTexts } from '../../texts/language.ts';
import './administration.css';
import { administrationTexts } from './texts.ts';

export interface UserDraft {
  readonly login: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly badge: string;
  readonly personalNumber: string;
  readonly groups: readonly string[];
}

export const emptyUser: UserDraft = {
  login: '',
  firstName: '',
  lastName: '',
  email: '',
  badge: '',
  personalNumber: '',
  groups: [],
};

export const userFields = ['login', 'firstName', 'lastName', 'email', 'badge', 'personalNumber', 'groups'] as const;

/** What is sent: an empty text clears the field. */
export function userBody({ login, groups, ...texts }: UserDraft): Readonly<Record<string, unknown>> {
  const fields = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim() || null]));
  return { ...fields, login: login.trim(), groups: [...groups] };
}

interface UserFieldsProps {
  readonly draft: UserDraft;
  readonly change: (draft: UserDraft) => void;
  readonly faults: (field: string) => string | undefined;
  readonly readOnly?: boolean;
}

/** The fields of a user, the same for a new one and for one that is there. */
export function UserFields({ draft, change, faults, readOnly = false }: UserFieldsProps) {
  const texts = useTexts(administrationTexts).users;
  const api = useApi();
  const groups = useQuery({
    queryKey: [api.unit, 'groups'],
    queryFn: ({ signal }) => api.call('listGroups', { signal }),
  });
  const input = (name: Exclude<keyof UserDraft, 'groups'>) => ({
    label: texts[name],
    value: draft[name],
    error: faults(name),
    readOnly,
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) =>
      change({ ...draft, [name]: currentTarget.value }),
  });
  const known = groups.data?.data.map(({ body }) => body.name) ?? [];
  return (
    <>
      <TextInput {...input('login')} description={texts.loginRule} required withAsterisk={false} maxLength={100} />
      <div className="gw-form-two">
        <TextInput {...input('firstName')} />
        <TextInput {...input('lastName')} />
      </div>
      <TextInput {...input('email')} type="email" />
      <div className="gw-form-two">
        <TextInput {...input('personalNumber')} />
        <TextInput
          {...input('badge')}
          description={texts.badgeRule}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
      </div>
      <MultiSelect
        label={texts.groups}
        {...(draft.groups.length === 0 ? { placeholder: texts.noGroups } : {})}
        data={[...new Set([...known, ...draft.groups])]}
        value={[...draft.groups]}
        error={faults('groups')}
        readOnly={readOnly}
        onChange={(chosen) => change({ ...draft, groups: chosen })}
      />
    </>
  );
}
