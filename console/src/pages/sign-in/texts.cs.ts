import type { Texts } from '../../texts/catalogue.ts';
import type { signInEn } from './texts.en.ts';

export const signInCs: Texts<typeof signInEn> = {
  signIn: {
    title: 'Přihlášení',
    login: 'Přihlašovací jméno',
    password: 'Heslo',
    submit: 'Přihlásit se',
    wrong: 'Přihlašovací jméno nebo heslo není správné.',
    with: (name) => `Přihlásit se přes ${name}`,
    or: 'nebo',
    noWay: 'Přihlásit se tu nelze: hesla jsou vypnutá a jiná služba není nastavená. Viz docs/sign-in.md.',
    problem: (code) =>
      `Přihlášení přes druhou službu se nepodařilo (${code}). Zkuste to znovu, nebo se obraťte na správce.`,
  },
  second: {
    title: 'Druhý faktor',
    about: 'Napište šest číslic, které teď ukazuje vaše aplikace, nebo jeden ze záložních kódů.',
    code: 'Kód',
    submit: 'Pokračovat',
    restart: 'Přihlásit někoho jiného',
  },
  setup: {
    title: 'Nastavení Gangway',
    about: 'Toto je první spuštění. Kód je ve výpisu serveru tam, kde byl spuštěn.',
    code: 'Jednorázový kód',
    organisation: 'Vaše organizace',
    firstName: 'Jméno',
    lastName: 'Příjmení',
    email: 'E-mail',
    login: 'Přihlašovací jméno',
    password: 'Heslo',
    passwordRule: 'Alespoň 12 znaků. Dobré je několik slov.',
    submit: 'Nastavit a přihlásit se',
  },
  welcome: {
    title: 'Vítejte v Gangway',
    about: 'Zvolte heslo, kterým se budete přihlašovat.',
    password: 'Nové heslo',
    submit: 'Nastavit heslo a přihlásit se',
    noCode: 'Odkaz není celý. Otevřete ho znovu ze zprávy, nebo požádejte správce o nový.',
  },
};
