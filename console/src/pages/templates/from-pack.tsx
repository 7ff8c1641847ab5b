import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { type Pack, readPacks } from '../../editor/packs/read-packs.ts';
import type { MessageTemplate } from '../../editor/preview/message-draft.ts';
import { useTexts } from '../../texts/language.ts';
import type { Beginning } from './new-template-page.tsx';
import { templateTexts } from './texts.ts';

/** A template of a ready pack, with the dictionaries of the pack. */
export function FromPack({ made }: { readonly made: (beginning: Beginning | undefined) => void }) {
  const texts = useTexts(templateTexts).begin;
  const { data: packs } = useQuery({ queryKey: ['packs'], queryFn: readPacks, staleTime: Infinity });
  const [name, setName] = useState<string | null>(null);
  const [templateName, setTemplateName] = useState<string | null>(null);
  if (packs === undefined) return <PageSkeleton lines={2} />;
  const pack = packs.find((one) => one.name === name);
  const choose = (from: Pack | undefined, template: MessageTemplate | undefined): void => {
    setName(from?.name ?? null);
    setTemplateName(template?.name ?? null);
    made(from === undefined || template === undefined ? undefined : { template, dictionaries: from.dictionaries });
  };
  return (
    <>
      <div className="gw-two">
        <Select
          label={texts.choosePack}
          data={packs.map((one) => one.name)}
          value={name}
          onChange={(value) => {
            const next = packs.find((one) => one.name === value);
            choose(next, next?.templates[0]);
          }}
        />
        <Select
          label={texts.packTemplate}
          className="gw-grow"
          data={(pack?.templates ?? []).map((template) => ({
            value: template.name,
            label: template.title ?? template.name,
          }))}
          value={templateName}
          onChange={(value) =>
            choose(
              pack,
              pack?.templates.find((template) => template.name === value),
            )
          }
          disabled={pack === undefined}
        />
      </div>
      {pack === undefined || Object.keys(pack.dictionaries).length === 0 ? null : (
        <p className="gw-dimmed">{texts.packDictionaries(Object.keys(pack.dictionaries).join(', '))}</p>
      )}
    </>
  );
}
