import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Icon } from '../../components/icon.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { administrationTexts } from './texts.ts';
import type { User } from './users-page.tsx';

/** A link that works once, with which a user sets a password. It is shown to whoever made it, and nowhere else. */
export function Invitation({ user: { id } }: { readonly user: Pick<User, 'id'> }) {
  const texts = useTexts(administrationTexts).users;
  const api = useApi();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => api.call('inviteUser', { path: { id } }),
  });
  return (
    <section className="gw-section">
      <h2>{texts.invitation}</h2>
      <p className="gw-dimmed">{texts.inviteAbout}</p>
      <ProblemAlert error={error} />
      {data === undefined ? null : (
        <div role="status">
          <p>
            <Copyable text={data.url} />
          </p>
          <p className="gw-dimmed">
            {texts.inviteUntil} <Moment at={data.expiresAt} as="full" />. {texts.inviteWarning}
          </p>
        </div>
      )}
      <Button variant="default" leftSection={<Icon name="mail" />} loading={isPending} onClick={() => mutate()}>
        {data === undefined ? texts.invite : texts.inviteAgain}
      </Button>
    </section>
  );
}
