import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { useTexts } from '../../texts/language.ts';
import { Section } from '../integration/section.tsx';
import { hookTexts } from './texts.ts';

const withSecret = `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.GANGWAY_WEBHOOK_SECRET); // whsec_...
const notice = webhook.verify(body, headers); // throws where it does not fit`;

const withKey = (key: string): string => `import { verifyWebhook } from '@gangway/sdk';

// The body byte for byte, as it came. It throws where the signature does not fit.
const notice = await verifyWebhook(body, request.headers, ['${key}']);`;

const headers = `webhook-id: 01a20a17-e110-7000-8000-6f0f3a5d2b11
webhook-timestamp: 1795428000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5B...`;

/** How a receiver tells a notice from a forgery, with the keys that are in force. */
export function SignaturePanel() {
  const texts = useTexts(hookTexts).signature;
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: [api.unit, 'hook-keys'],
    queryFn: ({ signal }) => api.call('listHookKeys', { signal }),
  });
  const [first] = data?.data ?? [];
  return (
    <>
      <p>{texts.about}</p>
      <Code title={texts.headers} text={headers} />
      <Section title={texts.secretTitle} about={texts.secretAbout}>
        <Code title={texts.secretTitle} text={withSecret} />
      </Section>
      <Section title={texts.keyTitle} about={texts.keyAbout}>
        <ProblemAlert error={error} />
        <ul className="gw-keys">
          {data?.data.map(({ id, publicKey, retiresAt }) => (
            <li key={id}>
              <Copyable text={publicKey} />
              {retiresAt === null ? null : (
                <span className="gw-dimmed">
                  {' '}
                  {texts.retires} <Moment at={retiresAt} />
                </span>
              )}
            </li>
          ))}
        </ul>
        {first === undefined ? null : <Code title={texts.keyTitle} text={withKey(first.publicKey)} />}
      </Section>
    </>
  );
}

function Code({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <pre className="gw-snippet" tabIndex={0} role="region" aria-label={title}>
      {text}
    </pre>
  );
}
