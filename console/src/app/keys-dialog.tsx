import { Modal } from '@mantine/core';
import { useTexts } from '../texts/language.ts';
import { boundKeys } from './keys.ts';
import { appTexts } from './texts.ts';

/** Every key that does something on the page that is open. */
export function KeysDialog({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const texts = useTexts(appTexts).keys;
  return (
    <Modal opened={opened} onClose={close} title={texts.title} size="md">
      <dl className="gw-keys">
        {(opened ? boundKeys() : []).map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
