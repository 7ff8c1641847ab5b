import { measureDeliveries } from './deliveries.ts';

/** Resident memory of the engine's process after so many deliveries, in MB. */
export async function measureMemory(count: number): Promise<number> {
  const { rssBytes } = await measureDeliveries({ count, backlog: 0 });
  return rssBytes / 1_048_576;
}
