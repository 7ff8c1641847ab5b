import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/session.ts';
import { notices } from '../../app/notices.tsx';
import { useTexts } from '../../texts/language.ts';
import { deliveryTexts } from './texts.ts';

/** Sends one delivery again. What the server refuses is said in its words. */
export function useResend() {
  const api = useApi();
  const client = useQueryClient();
  const texts = useTexts(deliveryTexts);
  return useMutation({
    mutationFn: ({ id, force = false }: { readonly id: string; readonly force?: boolean }) =>
      api.call('resendDelivery', { path: { id }, body: force ? { force } : {} }),
    onSuccess: () => {
      notices.done(texts.resent);
      void client.invalidateQueries({ queryKey: [api.unit, 'delivery'] });
      void client.invalidateQueries({ queryKey: [api.unit, 'delivery-counts'] });
    },
    onError: notices.problem,
  });
}
