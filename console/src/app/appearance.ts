import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useContext, useEffect, useRef } from 'react';
import { request } from '../api/request.ts';
import { MeContext } from '../api/session.ts';
import { isLanguage, type Language, useLanguage } from '../texts/language.ts';
import { notices } from './notices.tsx';

const address = '/api/v1/me/preferences/appearance';
const schemes: readonly string[] = ['light', 'dark', 'auto'] satisfies MantineColorScheme[];
const isScheme = (value: unknown): value is MantineColorScheme => typeof value === 'string' && schemes.includes(value);

export interface Appearance {
  readonly language: Language;
  readonly scheme: MantineColorScheme;
  readonly choose: (changes: { readonly language?: Language; readonly scheme?: MantineColorScheme }) => void;
}

/** Language and colours: remembered by this browser at once, and by the server for whoever has signed in, so that another computer looks the same. */
export function useAppearance(): Appearance {
  const [language, setLanguage] = useLanguage();
  const { colorScheme: scheme, setColorScheme } = useMantineColorScheme();
  const me = useContext(MeContext);
  return {
    language,
    scheme,
    choose: (changes) => {
      const next = { language, scheme, ...changes };
      setLanguage(next.language);
      setColorScheme(next.scheme);
      if (me !== undefined) void request('PUT', address, { body: next }).catch(notices.problem);
    },
  };
}

/** Takes over, once a page, what the person has chosen elsewhere. */
export function useChosenAppearance(): void {
  const [, setLanguage] = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const taken = useRef(false);
  const { data } = useQuery({
    queryKey: ['own-appearance'],
    queryFn: ({ signal }) => request('GET', address, { signal }),
    staleTime: Infinity,
  });
  useEffect(() => {
    if (taken.current || typeof data !== 'object' || data === null) return;
    taken.current = true;
    if ('language' in data && isLanguage(data.language)) setLanguage(data.language);
    if ('scheme' in data && isScheme(data.scheme)) setColorScheme(data.scheme);
  }, [data, setLanguage, setColorScheme]);
}
