/** Errors of the package as a whole, with Pohoda's numbers and words (stormware.cz/pohoda/xml/podrobnosti). */
export const packageErrors: Readonly<Record<number, string>> = {
  551: 'Nepodařilo se najít konfigurační soubor.',
  552: 'Pro zpracování je nutné nejdříve provést převod účetní jednotky.',
  553: 'Nepodařilo se otevřít databázový soubor.',
  554: 'Nepodařilo se přihlásit uživatele.',
  555: 'Uživatel není oprávněn importovat XML soubory.',
  556: 'Chyba průběhu zpracování.',
  557: 'Vypršel čas pro provedení aktivace.',
};
