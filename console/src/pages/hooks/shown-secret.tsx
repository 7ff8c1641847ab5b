import { Copyable } from '../../components/copyable.tsx';
import { Icon } from '../../components/icon.tsx';

/** A secret that is seen once: now. */
export function ShownSecret({ about, secret }: { readonly about: string; readonly secret: string }) {
  return (
    <div className="gw-secret" role="status">
      <Icon name="key" />
      <div>
        <p>{about}</p>
        <Copyable text={secret} />
      </div>
    </div>
  );
}
