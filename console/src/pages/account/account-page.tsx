import { useMe } from '../../api/session.ts';
import { LanguageChoice, ThemeChoice } from '../../app/account-menu.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTexts } from '../../texts/language.ts';
import './account.css';
import { PasswordSection } from './password-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { accountTexts } from './texts.ts';

/** What is a person's own: password, second factor, where they are signed in, language and colours. */
export default function AccountPage() {
  const texts = useTexts(accountTexts);
  const { name, login, groups } = useMe();
  return (
    <>
      <PageHeader
        title={texts.title}
        heading={name}
        about={texts.about(login, groups.length === 0 ? texts.noGroups : groups.join(', '))}
      />
      <div className="gw-account-page">
        <PasswordSection />
        <SecondFactorSection />
        <SessionsSection />
        <section aria-labelledby="appearance">
          <h2 id="appearance">{texts.appearance.title}</h2>
          <div className="gw-account-choices">
            <LanguageChoice />
            <ThemeChoice />
          </div>
        </section>
      </div>
    </>
  );
}
